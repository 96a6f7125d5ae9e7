using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

public class ScalingAnnealingTests
{
    private static readonly DataSet Data = TeacherTask.Linear(InputDistribution.Ising, 10, 20, 1, seed: 1, amplitude: 1.5).Train;
    private static readonly Network Start = Network.FromVariances(50, 10, Activation.Linear, 1, 1, 1, 0.1);
    private static readonly double[] Scalings = [1, 2, 5, 10, 50];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_walk_ends_where_solving_at_each_scaling_does(bool scaleNoise)
    {
        var kernel = TrainingKernel.On(Start, Data);
        var steps = ScalingAnnealing.Run(Start, kernel, Scalings, scaleNoise);
        Assert.Equal(Scalings, steps.Select(step => step.Scaling));
        foreach (var step in steps)
        {
            var network = scaleNoise ? Start.AtScaling(step.Scaling) : Start.WithScaling(step.Scaling);
            Assert.Equal(network, step.TreeLevel.Network);
            Near.Relative(TreeLevel.Solve(network, kernel).Discrepancy, step.TreeLevel.Discrepancy, 1e-12, "tree level");
            Near.Relative(OneLoop.Solve(network, kernel).Discrepancy, step.OneLoop.Discrepancy, 1e-10, "one loop");
        }
    }

    [Fact]
    public void Each_step_is_reported_and_a_lost_solution_is_a_status()
    {
        var reported = new List<AnnealingStep>();
        var narrow = Start.WithWidth(5).WithNoise(0.01);
        var steps = ScalingAnnealing.Run(narrow, TrainingKernel.On(narrow, Data), Scalings, progress: new Listener(reported));
        Assert.Equal(steps, reported);
        Assert.All(steps, step => Assert.Equal(SolverStatus.Converged, step.TreeLevel.Status));
        Assert.All(steps, step => Assert.Equal(SolverStatus.NoSolution, step.OneLoop.Status));
    }

    [Fact]
    public void A_cancelled_walk_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            ScalingAnnealing.Run(Start, TrainingKernel.On(Start, Data), Scalings, cancellation: source.Token));
    }

    [Fact]
    public void A_scaling_that_is_not_positive_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => ScalingAnnealing.Run(Start, TrainingKernel.On(Start, Data), [1, -2]));
        Assert.Equal("chi", error.ParamName);
        Assert.Contains("it is -2", error.Message, StringComparison.Ordinal);
    }

    private sealed class Listener(List<AnnealingStep> reported) : IProgress<AnnealingStep>
    {
        public void Report(AnnealingStep value) => reported.Add(value);
    }
}
