using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>tables/p1.csv: one training point, where every theory is a cubic or a ratio of integrals (p1.md).</summary>
public class OnePointReferenceTests
{
    private static readonly CsvTable Table = CsvTable.Read("tables/p1.csv");

    public static TheoryData<int> Cases => new(Enumerable.Range(0, Table.Count));

    [Theory]
    [OnManaged]
    [OnNative]
    public void Infinite_width(Backend backend, int row)
    {
        var posterior = Solve(TheoryKind.Nngp, backend, row);
        SameMean(row, "nngp_mean", posterior);
        SameVariance(row, "nngp_variance", posterior, 1e-11);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Tree_level(Backend backend, int row)
    {
        var posterior = Solve(TheoryKind.TreeLevel, backend, row);
        Near.Relative(Table.Number(row, "tree_Q"), posterior.OrderParameter, 1e-12, "Q");
        SameMean(row, "tree_mean", posterior);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void One_loop_strict(Backend backend, int row) => SameMean(row, "strict_one_loop_mean", Solve(TheoryKind.OneLoopStrict, backend, row));

    [Theory]
    [OnManaged]
    [OnNative]
    public void One_loop_self_consistent_or_its_absence(Backend backend, int row)
    {
        var posterior = Solve(TheoryKind.OneLoop, backend, row);
        if (Table.Text(row, "one_loop_mean") == "none")
        {
            Assert.Equal(SolverStatus.NoSolution, posterior.Status);
            return;
        }

        Near.Relative(Table.Number(row, "one_loop_a"), posterior.ScaledDiscrepancy[0], 1e-10, "a", floor: 1e-12);
        SameMean(row, "one_loop_mean", posterior);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Proportional_limit(Backend backend, int row)
    {
        var posterior = Solve(TheoryKind.Proportional, backend, row);
        Assert.Equal(Table.Number(row, "proportional_roots"), posterior.StationaryPoints.Count);
        Near.Relative(Table.Number(row, "proportional_Q"), posterior.OrderParameter, 1e-12, "Q");
        SameMean(row, "proportional_mean", posterior);
        SameVariance(row, "proportional_variance", posterior, 1e-11);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Exact(Backend backend, int row)
    {
        var posterior = Solve(TheoryKind.Exact, backend, row);
        Near.Relative(Table.Number(row, "exact_q_mean"), posterior.OrderParameter, 1e-11, "⟨q⟩");
        Near.Relative(Table.Number(row, "exact_q_var"), posterior.OrderParameterVariance!.Value, 1e-10, "Var q");
        SameMean(row, "exact_mean", posterior);
        SameVariance(row, "exact_variance", posterior, 1e-10);
        var evidence = Table.Number(row, "exact_log_evidence") + (0.5 * Math.Log(2 * Math.PI));
        Near.Relative(1 - (2 * evidence / Table.Number(row, "N")), posterior.Action, 1e-11, "action");
    }

    // D = 1, x = 1, g_v = 1, χ = 1, g_w = k.
    private static Posterior Solve(TheoryKind theory, Backend backend, int row)
    {
        var network = Network.FromVariances(
            (int)Table.Number(row, "N"), 1, Activation.Linear, 1, Table.Number(row, "k"), 1, Table.Number(row, "kappa"));
        var data = new DataSet(new double[,] { { 1 } }, [Table.Number(row, "y")]);
        return Theories.Solve(theory, network, TrainingKernel.On(network, data, backend.Algebra()));
    }

    private static void SameMean(int row, string column, Posterior posterior) =>
        Near.Relative(Table.Number(row, column), posterior.TrainMean[0], 1e-11, column, floor: 1e-12);

    private static void SameVariance(int row, string column, Posterior posterior, double tolerance)
    {
        // As 1 − k/(k+κ) the variance is a small difference where κ is small: the error is relative to the prior's.
        var prior = Table.Number(row, "k");
        var variance = posterior.Predict(posterior.Kernel.Data.Inputs).Variance[0];
        Near.Relative(Table.Number(row, column), variance, tolerance, column, floor: prior * 1e-4);
        Near.Relative(variance, posterior.TrainCovariance()[0, 0], tolerance, column, floor: prior * 1e-4);
    }
}
