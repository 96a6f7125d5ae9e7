using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// Unadjusted Langevin against the stationary law of its own discretisation, known where a layer's conditional is Gaussian (<see
/// cref="GaussianConditional"/>): by the exact <see cref="RankTest"/> and by <see cref="JointDistribution"/>. The other layer stays
/// because its step is the smallest number there is.
/// </summary>
/// <remarks>
/// False alarm for a new seed: 3·10⁻⁴ a rank test (three statistics at 10⁻⁴), 10⁻⁴ a joint test; seeds are fixed. Broken twins: a
/// gradient of the likelihood that is half as large, no prior, noise of √(1.6h), and the claim that there is no bias (stationary law at h
/// = 0).
/// </remarks>
public class LangevinLawTests(ITestOutputHelper output)
{
    private const double Level = 1e-4, Still = double.Epsilon;
    private static readonly RankTest BriefRanks = new(2000, 31, 8, 10, 20261122), LongRanks = new(10_000, 1023, 32, 2, 20261123);
    private static readonly JointDistribution BriefJoint = new(4000, 40, 20261124), LongJoint = new(20_000, 200, 20261125);

    public static TheoryData<string, Activation, bool> Right => new()
    {
        { "langevin", Activation.Linear, true }, { "langevin", Activation.Linear, false },
        { "langevin", Activation.Erf, false }, { "langevin", Activation.Relu, false },
        { "twin with nothing broken", Activation.Linear, true }, { "twin with nothing broken", Activation.Erf, false },
    };

    public static TheoryData<string, Activation, bool> Broken
    {
        get
        {
            var rows = new TheoryData<string, Activation, bool>();
            foreach (var twin in new[] { "wrong gradient", "no prior", "wrong noise", "no bias" })
            {
                rows.Add(twin, Activation.Linear, true);
                rows.Add(twin, Activation.Erf, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void The_stationary_law_is_that_of_the_discretisation(string kernel, Activation activation, bool hidden)
    {
        Assert.True(Ranks(BriefRanks, kernel, activation, hidden) > Level);
        Assert.True(Joint(BriefJoint, kernel, activation, hidden) > Level);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_twin_is_rejected(string twin, Activation activation, bool hidden)
    {
        Assert.True(Ranks(BriefRanks, twin, activation, hidden) < Level);
        Assert.True(Joint(BriefJoint, twin, activation, hidden) < Level);
    }

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Right))]
    public void The_stationary_law_is_that_of_the_discretisation_in_the_long_run(string kernel, Activation activation, bool hidden)
    {
        Assert.True(Ranks(LongRanks, kernel, activation, hidden) > Level);
        Assert.True(Joint(LongJoint, kernel, activation, hidden) > Level);
    }

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Broken))]
    public void A_broken_twin_is_rejected_in_the_long_run(string twin, Activation activation, bool hidden)
    {
        Assert.True(Ranks(LongRanks, twin, activation, hidden) < Level);
        Assert.True(Joint(LongJoint, twin, activation, hidden) < Level);
    }

    private static GenerativeModel Model(Activation activation) => new(Network.FromVariances(3, 2, activation, 2, 1.5, 1, 0.2));

    private static Transition Create(string kernel, ChainContext context, bool hidden, double step)
    {
        var (hiddenStep, readoutStep) = hidden ? (step, Still) : (Still, step);
        return kernel switch
        {
            "twin with nothing broken" => new TwinLangevin(context, hiddenStep, readoutStep),
            "wrong gradient" => new TwinLangevin(context, hiddenStep, readoutStep, likelihood: 0.5),
            "no prior" => new TwinLangevin(context, hiddenStep, readoutStep, prior: 0),
            "wrong noise" => new TwinLangevin(context, hiddenStep, readoutStep, noise: Math.Sqrt(0.8)),
            _ => new Langevin(hiddenStep, readoutStep).Create(context),
        };
    }

    // The frozen layer and the labels are new in each data set.
    private double Ranks(RankTest test, string kernel, Activation activation, bool hidden)
    {
        var model = Model(activation);
        var p = test.PValue(3, set =>
        {
            var stream = new RandomStream(test.Seed, RandomPurpose.Simulation, set, 0);
            var law = new GaussianConditional(model, hidden, stream, kernel != "no bias");
            var (state, labels) = law.Draw(stream with { Step = 1 });
            var context = new ChainContext(model.Problem(labels), DenseRoutines.Of(LinearAlgebra.Managed), test.Seed, set);
            return new Trial(Create(kernel, context, hidden, law.Step), law.Whole(state), whole => law.Describe(law.Moving(whole), labels));
        });
        output.WriteLine(FormattableString.Invariant($"ranks: p = {p}"));
        return p;
    }

    // One frozen layer for all replicas.
    private double Joint(JointDistribution test, string kernel, Activation activation, bool hidden)
    {
        var model = Model(activation);
        var law = new GaussianConditional(
            model, hidden, new RandomStream(test.Seed, RandomPurpose.Simulation, uint.MaxValue, 0), kernel != "no bias");
        var p = test.PValue((replica, length) =>
        {
            var stream = new RandomStream(test.Seed, RandomPurpose.Simulation, replica, 0);
            var (state, labels) = law.Draw(stream);
            for (var l = 0; l < length; l++)
            {
                labels = l == 0 ? labels : law.LabelsGiven(state, stream with { Step = (ulong)l });
                var context = new ChainContext(model.Problem(labels), DenseRoutines.Of(LinearAlgebra.Managed), test.Seed, replica);
                var transition = Create(kernel, context, hidden, law.Step);
                transition.StartAt(law.Whole(state));
                transition.Step((ulong)l, adapt: false);
                state = law.Moving(transition.State);
            }

            return law.Describe(state, labels);
        });
        output.WriteLine(FormattableString.Invariant($"joint: p = {p}"));
        return p;
    }
}
