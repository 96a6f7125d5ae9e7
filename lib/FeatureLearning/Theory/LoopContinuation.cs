using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// Follows the solution of Γ′(a) = y from tree level (loop weight ε = 0) to one loop (ε = 1), by Newton's method in three scalars
/// (log Q, g, h) and a step in ε that shrinks where the branch turns. Only points with a positive definite Γ″ count.
/// </summary>
internal sealed class LoopContinuation
{
    private const double SmallestStep = 1e-5;
    private const double Tolerance = 1e-13;
    private const int NewtonSteps = 40;

    private LoopContinuation(LoopState state, double weight, double residual, int iterations)
    {
        (State, Weight, Residual, Iterations) = (state, weight, residual, iterations);
    }

    /// <summary>The last solution on the branch.</summary>
    public LoopState State { get; }

    /// <summary>The ε that was reached; below 1 where the branch ended.</summary>
    public double Weight { get; }

    /// <summary>Largest relative mismatch of Q, g and h.</summary>
    public double Residual { get; }

    /// <summary>Newton steps in all.</summary>
    public int Iterations { get; }

    /// <summary>Runs the continuation.</summary>
    public static LoopContinuation Follow(LoopSpectrum spectrum, LoopState tree, CancellationToken cancellation)
    {
        var at = Vector<double>.Build.Dense([Math.Log(tree.Q), tree.G, tree.H]);
        var reached = new LoopContinuation(tree, 0, 0, 0);
        var (step, iterations) = (1.0, 0);
        while (reached.Weight < 1 && step >= SmallestStep)
        {
            cancellation.ThrowIfCancellationRequested();
            var weight = Math.Min(1, reached.Weight + step);
            var (end, residual, count) = Newton(spectrum, weight, at);
            iterations += count;
            if (end is not null && Math.Abs(end[0] - at[0]) < 0.25 && StateAt(spectrum, weight, end) is { } state
                && LoopHessian.Of(state).IsPositiveDefinite)
            {
                reached = new LoopContinuation(state, weight, residual, iterations);
                (at, step) = (end, step * 1.5);
            }
            else
            {
                step /= 2;
            }
        }

        return reached;
    }

    private static (Vector<double>? Root, double Residual, int Iterations) Newton(LoopSpectrum spectrum, double weight, Vector<double> start)
    {
        var at = start;
        var mismatch = Mismatch(spectrum, weight, at);
        for (var k = 1; k <= NewtonSteps && mismatch is not null; k++)
        {
            var size = Size(mismatch, at);
            if (size < Tolerance)
            {
                return (at, size, k);
            }

            if (Jacobian(spectrum, weight, at, mismatch) is not { } jacobian
                || Descend(spectrum, weight, at, jacobian.Solve(mismatch), size) is not { } next)
            {
                // Rounding can stop the descent just above the tolerance.
                return (size < 1e3 * Tolerance ? at : null, size, k);
            }

            at = next;
            mismatch = Mismatch(spectrum, weight, at);
        }

        return (null, double.NaN, NewtonSteps);
    }

    private static Vector<double>? Descend(LoopSpectrum spectrum, double weight, Vector<double> at, Vector<double> direction, double size)
    {
        for (var damping = 1.0; damping > 1e-6; damping /= 2)
        {
            var next = at - (damping * direction);
            if (Mismatch(spectrum, weight, next) is { } mismatch && Size(mismatch, next) < size)
            {
                return next;
            }
        }

        return null;
    }

    private static Matrix<double>? Jacobian(LoopSpectrum spectrum, double weight, Vector<double> at, Vector<double> mismatch)
    {
        var jacobian = Matrix<double>.Build.Dense(3, 3);
        for (var j = 0; j < 3; j++)
        {
            var moved = at.Clone();
            var h = 1e-7 * Math.Max(Math.Abs(at[j]), j == 0 ? 1 : 1e-8);
            moved[j] += h;
            if (Mismatch(spectrum, weight, moved) is not { } there)
            {
                return null;
            }

            jacobian.SetColumn(j, (there - mismatch) / h);
        }

        return jacobian;
    }

    private static LoopState? StateAt(LoopSpectrum spectrum, double weight, Vector<double> at) =>
        spectrum.Solve(weight, Math.Exp(at[0]), at[1], at[2]);

    // What the assumed Q, g and h imply for themselves, minus themselves.
    private static Vector<double>? Mismatch(LoopSpectrum spectrum, double weight, Vector<double> at) =>
        StateAt(spectrum, weight, at) is { } state
            ? Vector<double>.Build.Dense([(state.Q * (1 - state.S)) - 1, state.G - at[1], state.H - at[2]])
            : null;

    private static double Size(Vector<double> mismatch, Vector<double> at)
    {
        double Relative(int i) => Math.Abs(mismatch[i]) / Math.Max(Math.Abs(at[i]), 1e-30);
        var size = Math.Max(Math.Abs(mismatch[0]), at[1] == 0 ? 0 : Math.Max(Relative(1), Relative(2)));
        return double.IsNaN(size) ? double.PositiveInfinity : size;
    }
}
