using System.Text.Json;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Observables;
using FeatureLearning.Sampling;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// The numbers behind the figures of notebooks 09 and 10, at small size, against those of a script that shares no formula with the library
/// where there is another way (Reference/scripts/training.py).
/// </summary>
public class TrainingFigureTests
{
    private static readonly JsonElement Table = JsonTable.Root("tables/training.json");

    public static TheoryData<int> Two => [0, 1];

    public static TheoryData<int> Four => [0, 1, 2, 3];

    /// <summary>Notebook 09: losses and class manifolds along gradient descent from given weights, against automatic differentiation.</summary>
    [Theory]
    [MemberData(nameof(Four))]
    public void Gradient_descent(int index)
    {
        var stored = Table.GetProperty("descent")[index];
        var (problem, start) = Descent(stored);
        var context = new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Best), 1, 0);
        var transition = new DescentTransition(context, stored.Number("rate"));
        transition.StartAt(start);
        long step = 0;
        foreach (var row in stored.GetProperty("rows").EnumerateArray())
        {
            for (; step < row.Integer("step"); step++)
            {
                transition.Step((ulong)step, adapt: false);
            }

            var found = TrainingPath.Observe(context, transition);
            var manifolds = ClassManifolds.Of(found!.FeatureKernel, problem.Data.Targets);
            Near.Relative(row.Number("train"), found.TrainLoss, 1e-10, "train loss");
            Near.Relative(row.Number("q"), found.OrderParameter, 1e-10, "|w|²/(Nλ)");
            Near.Relative(row.Number("d2"), manifolds.SquaredDistance, 1e-10, "d²");
            Near.Relative(row.Number("r2_plus"), manifolds.SquaredRadiusPlus, 1e-10, "R₊²");
            Near.Relative(row.Number("r2_minus"), manifolds.SquaredRadiusMinus, 1e-10, "R₋²");
            if (problem.Network.InputDimension <= problem.Data.Count) // else test points see weights that no training point does, of another draw
            {
                Near.Relative(row.Number("test"), found.TestLoss, 1e-10, "test loss");
            }
        }
    }

    /// <summary>Notebook 10: the three microscopic signatures in the proportional limit.</summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Weights_in_the_proportional_limit(int index)
    {
        var (stored, problem) = Weights(index);
        var solved = ProportionalLimit.Solve(problem.Network, problem.Data);
        var expected = stored.GetProperty("proportional");
        Near.Relative(expected.Number("q"), solved.OrderParameter, 1e-10, "Q");
        Near.Relative(expected.Vector("wv"), solved.ReadoutHiddenCorrelation(), 1e-9, "⟨wv⟩");
        Near.Relative(expected.Matrix("vv"), solved.HiddenSecondMoment(), 1e-9, "⟨vvᵀ⟩");
    }

    /// <summary>
    /// Notebook 10: the same of networks drawn by Hamiltonian Monte Carlo, against importance sampling from the prior; and its last neurons
    /// against their own moments.
    /// </summary>
    [Theory]
    [MemberData(nameof(Two))]
    public void Weights_of_sampled_networks(int index)
    {
        // 10 numbers at 5 standard errors of 80 batches: a false alarm in less than 10⁻⁴ of seeds; the seed is fixed. Twins: prior and proportional limit.
        var (stored, problem) = Weights(index);
        var sampled = SamplerRun.Run(problem, new Hmc(), new RunSettings { Warmup = 300, Draws = 3000 });
        var expected = stored.GetProperty("sampled");
        var d = problem.Network.InputDimension;
        var worst = Pull(sampled.OrderParameter, expected.Number("q"), expected.Number("q_error"));
        var (correlation, second) = (sampled.ReadoutHiddenCorrelation, sampled.HiddenSecondMoment);
        for (int i = 0, k = 0; i < d; i++)
        {
            worst = Math.Max(worst, Pull(new(correlation.Mean[i], correlation.Error[i]), expected.Vector("wv")[i], expected.Vector("wv_error")[i]));
            for (var j = i; j < d; j++, k++)
            {
                worst = Math.Max(worst, Pull(new(second.Mean[i, j], second.Error[i, j]), expected.Vector("vv")[k], expected.Vector("vv_error")[k]));
            }
        }

        Assert.True(worst < 5, FormattableString.Invariant($"{worst} standard errors"));
        Assert.True(Pull(sampled.OrderParameter, 1, 0) > 10, "the prior passes");
        var limit = stored.GetProperty("proportional").Vector("wv");
        Assert.True(Enumerable.Range(0, d).Max(i => Pull(new(correlation.Mean[i], correlation.Error[i]), limit[i], 0)) > 5, "the limit passes");
    }

    private static double Pull(Estimated<double> here, double there, double uncertainty) =>
        Math.Abs(here.Mean - there) / Math.Sqrt((here.Error * here.Error) + (uncertainty * uncertainty));

    private static (JsonElement Stored, SamplingProblem Problem) Weights(int index)
    {
        var stored = Table.GetProperty("weights")[index];
        var network = Network.FromVariances(stored.Integer("N"), stored.Integer("D"), Activation.Erf, stored.Number("g_v"), 1, stored.Number("chi"), stored.Number("kappa"));
        return (stored, new SamplingProblem(network, new DataSet(stored.Matrix("X"), stored.Vector("y"))));
    }

    // The stored weights in the library's coordinates: whitened, hidden weights in the row space of the data.
    private static (SamplingProblem Problem, double[] State) Descent(JsonElement stored)
    {
        var network = Network.FromVariances(
            stored.Integer("N"), stored.Integer("D"), Enum.Parse<Activation>(stored.Text("activation"), ignoreCase: true),
            stored.Number("g_v"), stored.Number("g_w"), stored.Number("chi"), 0.37);
        var problem = new SamplingProblem(
            network, new DataSet(stored.Matrix("X"), stored.Vector("y")), new DataSet(stored.Matrix("X_test"), stored.Vector("y_test")));
        var hidden = problem.Space.Basis.TransposeThisAndMultiply(stored.Matrix("V").Transpose()) / Math.Sqrt(network.HiddenPriorVariance);
        return (problem, [.. hidden.ToColumnMajorArray(), .. stored.Vector("w") / Math.Sqrt(network.ReadoutPriorVariance)]);
    }
}
