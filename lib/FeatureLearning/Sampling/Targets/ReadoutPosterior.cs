using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>
/// The Gaussian posterior of the readout given the features, by one Cholesky factor of A = λΦΦᵀ + κ (P ≤ N) or of
/// M = ΦᵀΦ + κ/λ (N &lt; P), whichever is smaller.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Φ</term><description>features, P×N, one column a neuron</description></item>
/// <item><term>a</term><description>A⁻¹y = (y − Φw̄)/κ</description></item>
/// <item><term>w̄</term><description>⟨w|V⟩ = λΦᵀa = M⁻¹Φᵀy; Cov(w|V) = λ − λ²ΦᵀA⁻¹Φ = κM⁻¹</description></item>
/// </list>
/// log det A = (P − N) log κ + N log λ + log det M.
/// </remarks>
internal sealed class ReadoutPosterior(SamplingProblem problem, DenseRoutines routines)
{
    private readonly int p = problem.Data.Count, n = problem.Network.Width;
    private readonly double lambda = problem.Network.ReadoutPriorVariance, kappa = problem.Network.Noise;

    /// <summary>Whether A is in use, not M.</summary>
    public bool IsDual { get; } = problem.Data.Count <= problem.Network.Width;

    /// <summary>P or N.</summary>
    public int Size => IsDual ? p : n;

    /// <summary>The factor of A or M, lower; after <see cref="Invert"/> A⁻¹ or M⁻¹.</summary>
    public double[] Factor { get; } = new double[Square(Math.Min(problem.Data.Count, problem.Network.Width))];

    /// <summary>log det A.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Factorises for these features.</summary>
    public void Factorize(double[] phi)
    {
        if (IsDual)
        {
            routines.Multiply(false, true, p, p, n, lambda, phi, phi, 0, Factor);
        }
        else
        {
            routines.Multiply(true, false, n, n, p, 1, phi, phi, 0, Factor);
        }

        var shift = IsDual ? kappa : kappa / lambda;
        for (var i = 0; i < Size; i++)
        {
            Factor[i + (i * Size)] += shift;
        }

        routines.Cholesky(Size, Factor);
        LogDeterminant = DenseRoutines.LogDeterminant(Size, Factor)
            + (IsDual ? 0 : ((p - n) * Math.Log(kappa)) + (n * Math.Log(lambda)));
    }

    /// <summary>a = A⁻¹ρ and w̄ = λΦᵀa for a right-hand side ρ; the spans a and ρ may be the same array.</summary>
    public void Condition(double[] phi, double[] rhs, double[] a, double[] mean)
    {
        rhs.AsSpan(0, p).CopyTo(a);
        if (IsDual)
        {
            routines.CholeskySolve(p, 1, Factor, a);
            routines.Multiply(true, false, n, 1, p, lambda, phi, a, 0, mean);
            return;
        }

        routines.Multiply(true, false, n, 1, p, 1, phi, a, 0, mean);
        routines.CholeskySolve(n, 1, Factor, mean);
        routines.Multiply(false, false, p, 1, n, -1 / kappa, phi, mean, 1 / kappa, a);
    }

    /// <summary>Replaces the factor by A⁻¹ or M⁻¹.</summary>
    public void Invert() => routines.CholeskyInverse(Size, Factor);

    private static int Square(int size) => checked(size * size);
}
