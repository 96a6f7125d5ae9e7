using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// Branches followed both ways in κ and χ. The natural case of a first-order transition in the proportional limit: a linear network narrower than its inputs, forty
/// strong directions without a label and a weak one that carries it (rank K = 41 &gt; N = 10). Cold, the network stretches (large Q) to fit the weak direction;
/// warm, it shrinks (Q ≪ 1) to keep the strong ones quiet.
/// </summary>
public class BranchContinuationTests(ITestOutputHelper output)
{
    private const int Strong = 40, Width = 10;
    private static readonly double[] Temperatures = [.. Enumerable.Range(0, 9).Select(i => 0.01 * Math.Pow(10, i / 4.0))];
    private static readonly Network Narrow = Network.FromVariances(Width, Strong + 1, Activation.Linear, Strong + 1, 1, 1, 1);
    private static readonly TrainingKernel WeakLabel = TrainingKernel.On(Narrow, Weak(new Draws(401), 200, 0.01));
    private static readonly Lazy<BranchLoop> Loop = new(() =>
        BranchContinuation.Proportional(Narrow, WeakLabel, ContinuationParameter.Noise, Temperatures));

    [Fact]
    public void A_first_order_transition_shows_as_hysteresis_with_both_branches_and_their_actions()
    {
        var loop = Loop.Value;
        BranchJump up = Assert.Single(loop.UpwardJumps), down = Assert.Single(loop.DownwardJumps);
        output.WriteLine(FormattableString.Invariant($"{up}\n{down}\n{loop.Crossing}"));
        Assert.True(down.Last < loop.Crossing && loop.Crossing < up.Last);
        for (var i = 0; i < Temperatures.Length; i++)
        {
            var inside = Temperatures[i] > down.Last && Temperatures[i] < up.Last;
            Assert.Equal(inside, loop.Differ(i));
            Assert.Equal(inside ? 3 : 1, loop.Upward[i].StationaryPoints.Count);
            Assert.Equal((inside ? 2 : 0, 0), (loop.Upward[i].Branch, loop.Downward[i].Branch));
            if (inside)
            {
                Assert.Equal(Temperatures[i] < loop.Crossing, loop.Upward[i].Action < loop.Downward[i].Action);
            }
        }
    }

    /// <summary>The end of a branch is a fold, S′ = S″ = 0, checked by the action itself on both sides in Q.</summary>
    [Fact]
    public void Branches_end_in_folds()
    {
        foreach (var jump in Loop.Value.UpwardJumps.Concat(Loop.Value.DownwardJumps))
        {
            Assert.True(Math.Abs(Math.Log(jump.Next / jump.Last)) < 1e-8);
            double[] q = [.. new[] { 0.98, 0.99, 1, 1.01, 1.02 }.Select(f => f * jump.Before)];
            var s = ProportionalLimit.Action(Narrow.WithNoise(jump.Last), WeakLabel, q);
            double slope = (s[3] - s[1]) / 0.02, curvature = (s[3] - (2 * s[2]) + s[1]) / 1e-4, third = (s[4] - (2 * s[3]) + (2 * s[1]) - s[0]) / 2e-6;
            Near.Absolute(0, slope / third, 1e-4, "S′ over S‴ in log Q"); // third/6 · h² is left of the difference quotient: h²/6
            Near.Absolute(0, curvature / third, 2e-3, "S″ over S‴ in log Q");
        }
    }

    [Fact]
    public void At_the_crossing_both_minima_have_the_same_action()
    {
        var points = ProportionalLimit.Solve(Narrow.WithNoise(Loop.Value.Crossing), WeakLabel).StationaryPoints;
        Assert.Equal([true, false, true], points.Select(point => point.IsMinimum));
        Near.Relative(points[0].Action, points[2].Action, 1e-8, "S");
    }

    /// <summary>Without any theory of branches the exact posterior of the network changes from one branch to the other at the crossing.</summary>
    [Fact]
    public void The_exact_posterior_jumps_where_the_actions_cross()
    {
        var at = Loop.Value.Crossing;
        double Exact(double factor) => ExactLinear.Solve(Narrow.WithNoise(factor * at), WeakLabel).OrderParameter;
        double Branch(double factor, int branch) =>
            ProportionalLimit.Solve(Narrow.WithNoise(factor * at), WeakLabel, branch).OrderParameter;
        Near.Relative(Branch(0.9, 2), Exact(0.9), 0.05, "⟨q⟩ below");
        Near.Relative(Branch(1.1, 0), Exact(1.1), 0.2, "⟨q⟩ above"); // order 1/N = 0.1
        var both = ExactLinear.Solve(Narrow.WithNoise(at), WeakLabel).OrderParameterVariance!.Value;
        Assert.True(both > 5 * ExactLinear.Solve(Narrow.WithNoise(0.7 * at), WeakLabel).OrderParameterVariance, "two peaks");
    }

    [Theory]
    [InlineData(ContinuationParameter.Scaling)]
    [InlineData(ContinuationParameter.ScalingAtFixedNoise)]
    [InlineData(ContinuationParameter.Noise)]
    public void With_one_branch_both_ways_are_the_same(ContinuationParameter parameter)
    {
        foreach (var activation in Enum.GetValues<Activation>().Where(one => one is Activation.Linear or Activation.Erf or Activation.Relu))
        {
            var network = Network.FromVariances(30, 6, activation, 1.5, 1.2, 2, 0.1);
            var kernel = TrainingKernel.On(network, new Draws(402).Data(20, 6));
            double[] values = [0.1, 0.5, 2, 9];
            var loop = BranchContinuation.Proportional(network, kernel, parameter, values);
            Assert.Empty(loop.UpwardJumps.Concat(loop.DownwardJumps));
            Assert.True(double.IsNaN(loop.Crossing));
            foreach (var (value, i) in values.Select((value, i) => (value, i)))
            {
                var there = parameter switch
                {
                    ContinuationParameter.Scaling => network.AtScaling(value),
                    ContinuationParameter.ScalingAtFixedNoise => network.WithScaling(value),
                    _ => network.WithNoise(value),
                };
                Assert.False(loop.Differ(i));
                Assert.Equal(there, loop.Downward[i].Network);
                Assert.Equal(ProportionalLimit.Solve(there, kernel).OrderParameter, loop.Upward[i].OrderParameter);
            }
        }
    }

    [Fact]
    public void Bad_grids_are_refused()
    {
        void Refused(string name, IEnumerable<double> values, double tolerance = 1e-8) => Assert.Equal(name, Assert.Throws<ArgumentException>(() =>
            BranchContinuation.Proportional(Narrow, WeakLabel, ContinuationParameter.Noise, values, tolerance)).ParamName);
        Refused("values", [1]);
        Refused("values", [0, 1]);
        Refused("values", [2, 1]);
        Refused("values", [1, double.NaN]);
        Refused("tolerance", [1, 2], 0);
        Assert.Throws<ArgumentException>(() => BranchContinuation.Proportional(Narrow, WeakLabel, (ContinuationParameter)9, [1, 2]));
    }

    private static DataSet Weak(Draws draws, int points, double weak)
    {
        var inputs = draws.Matrix(points, Strong + 1);
        var label = inputs.Column(Strong);
        inputs.SetColumn(Strong, weak * label);
        return new DataSet(inputs, label);
    }
}
