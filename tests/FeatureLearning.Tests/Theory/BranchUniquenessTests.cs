using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Tasks;
using FeatureLearning.Theory;
using Xunit.Abstractions;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// A teacher with nothing but He₃ is what lazy networks cannot learn. The variational Gaussian has several branches for it; the tree level that it approximates has
/// one, since its action κa²/2 + N log⟨exp(½λ(a·φ)²)⟩ − a·y is convex in a: log of a mean of exponentials of w a·φ.
/// </summary>
public class BranchUniquenessTests(ITestOutputHelper output)
{
    private static readonly double[] Scalings = [30, 200];
    private static readonly DataSet Data = Cubic(15, 60);
    private static readonly Network Erf = Network.FromVariances(60, 15, Activation.Erf, 2, 1, 1, 0.3);
    private static readonly TrainingKernel Kernel = TrainingKernel.On(Erf, Data);
    private static readonly SingleNeuronOptions Short = new()
    {
        Particles = 128, Replicas = 4, AnnealingSteps = 8, RoundsPerStep = 60, FinalRounds = 120, Snapshots = 1,
    };

    [Fact]
    public void The_variational_gaussian_remembers_where_it_came_from()
    {
        var loop = BranchContinuation.Variational(Erf, Kernel, ContinuationParameter.Scaling, Scalings, 1e-3);
        for (var i = 0; i < Scalings.Length; i++)
        {
            Posterior up = loop.Upward[i], down = loop.Downward[i];
            output.WriteLine(FormattableString.Invariant($"{Scalings[i]}: {up.OrderParameter} {up.Action}, {down.OrderParameter} {down.Action}"));
            Assert.Equal((SolverStatus.Converged, SolverStatus.Converged), (up.Status, down.Status));
            Assert.True(up.Residual < 1e-8 && down.Residual < 1e-8);
            Assert.Equal(i > 0, loop.Differ(i));
            Assert.Equal(i > 0, Math.Abs(up.Action - down.Action) > 1e-3);
        }
    }

    /// <remarks>6 combined standard errors of 4 replicas each: a false alarm below 10⁻³ for one value and a new seed.</remarks>
    [Fact]
    public void The_tree_level_does_not()
    {
        var loop = BranchContinuation.SingleNeuron(Erf, Kernel, ContinuationParameter.Scaling, Scalings, Short, tree: true);
        var gaussian = VariationalGaussian.Solve(Erf.AtScaling(200), Kernel).OrderParameter;
        for (var i = 0; i < Scalings.Length; i++)
        {
            Posterior up = loop.Upward[i], down = loop.Downward[i];
            double error = Error(up), other = Error(down);
            output.WriteLine(FormattableString.Invariant(
                $"{Scalings[i]}: {up.OrderParameter} ± {error}, {down.OrderParameter} ± {other} {up.Message}{down.Message}"));
            Assert.Equal((SolverStatus.Converged, SolverStatus.Converged), (up.Status, down.Status));
            Assert.False(loop.Differ(i));
            Assert.True(Math.Max(error, other) < 0.02 * up.OrderParameter);
        }

        Assert.True(Math.Abs(gaussian - loop.Upward[^1].OrderParameter) > 6 * Error(loop.Upward[^1]), "the Gaussian is not the tree level");
    }

    [Fact]
    public void A_sweep_begins_with_the_solution_and_does_not_depend_on_threads()
    {
        var options = Short with { Particles = 64, RoundsPerStep = 5, FinalRounds = 20, Replicas = 2 };
        double[] values = [5, 6];
        Vector<double> Sweep(int threads) => BranchContinuation.SingleNeuron(
            Erf, Kernel, ContinuationParameter.ScalingAtFixedNoise, values, options with { Parallelism = threads }).Upward[1].Discrepancy;
        Assert.Equal(Sweep(1), Sweep(2));
        var first = BranchContinuation.SingleNeuron(Erf, Kernel, ContinuationParameter.Scaling, values, options).Upward[0];
        Assert.Equal(SingleNeuron.Solve(Erf.AtScaling(5), Kernel, options).Discrepancy, first.Discrepancy);
    }

    /// <summary>Forty strong directions, ten neurons and hardly any noise: K₂+κ does not stay positive with so few particles.</summary>
    [Fact]
    public void A_replica_that_ran_away_stays_away_and_says_why()
    {
        var draws = new Draws(403);
        var network = Network.FromVariances(10, 40, Activation.Linear, 40, 1, 1, 1);
        var kernel = TrainingKernel.On(network, draws.Data(60, 40));
        var loop = BranchContinuation.SingleNeuron(
            network, kernel, ContinuationParameter.Noise, [0.01, 0.02, 100], Short with { Particles = 64, Replicas = 2, RoundsPerStep = 20, FinalRounds = 20 });
        output.WriteLine(string.Join('\n', loop.Downward.Select(one => one.Message)));
        Assert.Equal(SolverStatus.Converged, loop.Downward[2].Status);
        Assert.All(loop.Downward.Take(2), one => Assert.Equal(SolverStatus.NotConverged, one.Status));
        Assert.Contains("ran away at χ = 1", loop.Downward[0].Message, StringComparison.Ordinal);
        Assert.Equal(loop.Downward[1].Message, loop.Downward[0].Message);
        Assert.False(loop.Differ(0));
    }

    private static double Error(Posterior posterior) => StandardError.Of(posterior, one => one.OrderParameter);

    private static DataSet Cubic(int dimension, int points)
    {
        var task = TeacherTask.Linear(InputDistribution.Gaussian, dimension, points, 1, seed: 1);
        return new DataSet(task.Train.Inputs, task.Train.Targets.Map(t => ((t * t * t) - (3 * t)) / Math.Sqrt(6)));
    }
}
