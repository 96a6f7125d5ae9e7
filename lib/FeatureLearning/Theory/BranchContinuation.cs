using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory.Neurons;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// Follows the solutions of a theory along χ or κ up and down: a first-order transition shows as hysteresis, each branch comes with its action, its end
/// and the point where the actions cross. Source: arXiv:2502.03210 anneals in χ; doing so both ways is this project's.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x</term><description>χ or κ, see <see cref="ContinuationParameter"/></description></item>
/// <item><term>S</term><description>action; its minima are the branches</description></item>
/// <item><term>Q</term><description>order parameter ⟨w²⟩/λ, by which a jump is told from a continuous change</description></item>
/// </list>
/// A jump of less than a tenth of log Q passes as a continuous change. The proportional limit can have several branches only where rank K exceeds N. Tree level has one for every
/// activation, since its action κa²/2 + N log⟨exp(½λ(a·φ)²)⟩ − a·y is convex in a; the variational Gaussian, which approximates it, can have more.
/// </remarks>
public static class BranchContinuation
{
    /// <summary>The proportional limit, from the global minimum at each end: each step takes the minimum into whose basin the last Q falls.</summary>
    /// <param name="network">The network; the parameter overrides its χ or κ.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="parameter">What is turned.</param>
    /// <param name="values">x, positive and ascending, at least two.</param>
    /// <param name="tolerance">Relative accuracy of the ends of branches, positive.</param>
    /// <param name="cancellation">Ends the walk by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Posteriors with all stationary points; the crossing to 1e-10.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an argument is outside its domain.</exception>
    public static BranchLoop Proportional(
        Network network, TrainingKernel kernel, ContinuationParameter parameter, IEnumerable<double> values,
        double tolerance = 1e-8, CancellationToken cancellation = default)
    {
        var grid = Check(network, kernel, values, tolerance);
        BranchStep<Posterior?> Solve(double at, Posterior? last)
        {
            var there = parameter.At(network, at);
            var lowest = ProportionalLimit.Solve(there, kernel, null, cancellation);
            var found = last is { Status: SolverStatus.Converged } && lowest.Status == SolverStatus.Converged
                ? ProportionalLimit.Solve(there, kernel, Basin(lowest.StationaryPoints, last.OrderParameter) ?? lowest.Branch, cancellation)
                : lowest;
            return new(at, found, found.OrderParameter, found.Action);
        }

        return Loop<Posterior?>(parameter, grid, Solve, null, tolerance, step => step.State!);
    }

    /// <summary>The variational Gaussian, from its solution at each end that climbing from the prior reaches.</summary>
    /// <param name="network">The network; the parameter overrides its χ or κ.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="parameter">What is turned.</param>
    /// <param name="values">x, positive and ascending, at least two.</param>
    /// <param name="tolerance">Relative accuracy of the ends of branches, positive.</param>
    /// <param name="cancellation">Ends the walk by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Posteriors with their actions; the crossing as exact as the actions.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an argument is outside its domain.</exception>
    public static BranchLoop Variational(
        Network network, TrainingKernel kernel, ContinuationParameter parameter, IEnumerable<double> values,
        double tolerance = 1e-5, CancellationToken cancellation = default)
    {
        var grid = Check(network, kernel, values, tolerance);
        var space = RowSpace.Of(network, kernel);
        BranchStep<double[]> Solve(double at, double[] factor)
        {
            var climbed = VariationalGaussian.Climb(parameter.At(network, at), kernel, space, factor, cancellation);
            return new(at, climbed.Position, climbed.OrderParameter, climbed.Action);
        }

        var prior = Matrix<double>.Build.DenseIdentity(space.Rank).ToColumnMajorArray();
        return Loop(parameter, grid, Solve, prior, tolerance, step =>
            VariationalGaussian.Finish(parameter.At(network, step.At), kernel, space, step.State, work: 0));
    }

    /// <summary>
    /// A single-neuron theory: each replica is annealed to one end and then carries its neurons and kernels from value to value, √(χ_old/χ_new) times; at each
    /// it makes the rounds of a step of the anneal and the final rounds.
    /// </summary>
    /// <param name="network">The network; the parameter overrides its χ or κ.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="parameter">What is turned.</param>
    /// <param name="values">x, positive and ascending, at least two.</param>
    /// <param name="options">How much is sampled at each value; the defaults if null.</param>
    /// <param name="tree">Whether at tree level, without the fluctuations of the residual field.</param>
    /// <param name="cancellation">Ends the walk by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>No action, no ends of branches: these are known to the grid only. A state that lives longer than the rounds counts as a branch.</returns>
    /// <exception cref="ArgumentException">The kernel is another network's, or an argument is outside its domain.</exception>
    public static BranchLoop SingleNeuron(
        Network network, TrainingKernel kernel, ContinuationParameter parameter, IEnumerable<double> values,
        SingleNeuronOptions? options = null, bool tree = false, CancellationToken cancellation = default)
    {
        var grid = Check(network, kernel, values, tolerance: 1);
        var theory = tree ? TheoryKind.SingleNeuronTree : TheoryKind.SingleNeuron;
        Posterior[] Sweep(IEnumerable<double> way) => NeuronSweep.Run(
            theory, [.. way.Select(value => parameter.At(network, value))], kernel, options ?? new(), cancellation);
        return new BranchLoop
        {
            Parameter = parameter, Values = grid, Upward = Sweep(grid), Downward = [.. Sweep(grid.Reverse()).Reverse()],
        };
    }

    private static BranchLoop Loop<TState>(
        ContinuationParameter parameter, double[] grid, Func<double, TState, BranchStep<TState>> solve, TState start, double tolerance,
        Func<BranchStep<TState>, Posterior> answer)
    {
        var up = new BranchWalk<TState>(solve, tolerance).Along(grid, start);
        var down = new BranchWalk<TState>(solve, tolerance).Along(grid.Reverse(), start);
        return new BranchLoop
        {
            Parameter = parameter,
            Values = grid,
            Upward = [.. up.Steps.Select(answer)],
            Downward = [.. down.Steps.Reverse().Select(answer)],
            UpwardJumps = up.Jumps,
            DownwardJumps = down.Jumps,
            Crossing = BranchWalk<TState>.Crossing(up, down),
        };
    }

    // The minimum between the maxima on both sides of Q.
    private static int? Basin(IReadOnlyList<StationaryPoint> points, double q)
    {
        var lower = points.LastOrDefault(point => !point.IsMinimum && point.OrderParameter <= q)?.OrderParameter ?? 0;
        var upper = points.FirstOrDefault(point => !point.IsMinimum && point.OrderParameter > q)?.OrderParameter ?? double.PositiveInfinity;
        var inside = Enumerable.Range(0, points.Count)
            .Where(i => points[i].IsMinimum && points[i].OrderParameter > lower && points[i].OrderParameter < upper).ToArray();
        return inside.Length == 0 ? null : inside.MinBy(i => Math.Abs(Math.Log(points[i].OrderParameter / q)));
    }

    private static double[] Check(Network network, TrainingKernel kernel, IEnumerable<double> values, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        return tolerance > 0 && double.IsFinite(tolerance)
            ? ContinuationPath.Check(values)
            : throw new ArgumentException(FormattableString.Invariant($"tolerance must be positive and finite; it is {tolerance}."), nameof(tolerance));
    }
}
