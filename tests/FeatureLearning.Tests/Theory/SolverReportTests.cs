using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>What a solver says of its own work.</summary>
public class SolverReportTests
{
    private static readonly DataSet Data = new Draws(91).Data(12, 7);

    public static TheoryData<TheoryKind, Activation> WithActivations => Theories.WithActivations;

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void A_converged_solver_states_its_residual_work_and_inputs(TheoryKind theory, Activation activation)
    {
        var network = Network.FromVariances(30, 7, activation, 1, 1, 2, 0.05);
        var posterior = Theories.Solve(theory, network, Data);
        Assert.Equal((theory, network, SolverStatus.Converged, ""), (posterior.Theory, posterior.Network, posterior.Status, posterior.Message));
        Assert.InRange(posterior.Residual, 0, 1e-10);
        Assert.Same(Data, posterior.Kernel.Data);
        Assert.Equal(theory is not (TheoryKind.Nngp or TheoryKind.OneLoopStrict), posterior.Iterations > 0);
        Assert.Equal(theory == TheoryKind.Exact, posterior.OrderParameterVariance is not null);
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void The_branch_is_an_index_into_the_stationary_points(Activation activation)
    {
        var network = Network.FromVariances(30, 7, activation, 1, 1, 2, 0.05);
        var posterior = ProportionalLimit.Solve(network, Data);
        var point = posterior.StationaryPoints[posterior.Branch];
        Assert.Equal((posterior.OrderParameter, posterior.Action), (point.OrderParameter, point.Action));
        Assert.True(point.IsMinimum);
        Assert.Equal(activation == Activation.Relu ? point.Conjugate : null, posterior.Conjugate);
    }

    /// <summary>Documented: the strict form's covariances are those of tree level, the leading order.</summary>
    [Fact]
    public void The_strict_form_has_the_covariance_of_tree_level()
    {
        var network = Network.FromVariances(30, 7, Activation.Linear, 1, 1, 2, 0.05);
        Posterior strict = Theories.Solve(TheoryKind.OneLoopStrict, network, Data), tree = TreeLevel.Solve(network, Data);
        Near.Relative(tree.TrainCovariance(), strict.TrainCovariance(), 1e-12, "Cov f");
        Assert.True(Near.Distance(tree.Discrepancy, strict.Discrepancy) > 0.01);
    }

    [Fact]
    public void A_cancelled_solver_throws()
    {
        var network = Network.FromVariances(30, 7, Activation.Linear, 1, 1, 2, 0.05);
        var kernel = TreeLevel.Solve(network, Data).Kernel;
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TreeLevel.Solve(network, kernel, source.Token));
        Assert.Throws<OperationCanceledException>(() => ProportionalLimit.Solve(network, kernel, null, source.Token));
        Assert.Throws<OperationCanceledException>(() => OneLoop.Solve(network, kernel, null, source.Token));
    }
}
