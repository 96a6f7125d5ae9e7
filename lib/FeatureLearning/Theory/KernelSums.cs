using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// The sums that actions with one order parameter need, for A = QK + κ and a = A⁻¹y: each O(P) after the factorisation of Φ⁰.
/// Not safe for threads: it works in place.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>K, λᵢ</term><description>NNGP kernel Nλ Φ⁰ and its eigenvalues</description></item>
/// <item><term>A, a</term><description>QK + κ and A⁻¹y</description></item>
/// </list>
/// </remarks>
internal sealed class KernelSums
{
    private readonly KernelFactorization factorization;
    private readonly ShiftedTridiagonal solver;
    private readonly double[] targets;
    private readonly double[] solution;
    private readonly double[] image;
    private double solvedAt = double.NaN;

    public KernelSums(Network network, TrainingKernel kernel)
    {
        kernel.Check(network);
        (factorization, Scale, Noise) = (kernel.Factorization, network.KernelScale, network.Noise);
        targets = factorization.Rotate(kernel.Data.Targets.AsArray(), intoBasis: true);
        solution = new double[targets.Length];
        image = new double[targets.Length];
        solver = new ShiftedTridiagonal(targets.Length);
    }

    /// <summary>Nλ, the factor from Φ⁰ to K.</summary>
    public double Scale { get; }

    /// <summary>κ.</summary>
    public double Noise { get; }

    /// <summary>|y|².</summary>
    public double TargetNorm => Dot(targets, targets);

    /// <summary>Tr K.</summary>
    public double KernelTrace => Scale * Sum(factorization.Eigenvalues);

    /// <summary>a in the tridiagonal basis.</summary>
    public ReadOnlySpan<double> Solve(double q)
    {
        if (q != solvedAt)
        {
            solver.Factor(factorization.Form, q * Scale, Noise);
            targets.CopyTo(solution, 0);
            solver.SolveInPlace(solution);
            solvedAt = q;
        }

        return solution;
    }

    /// <summary>a in the basis of the points.</summary>
    public double[] Adjoint(double q) => factorization.Rotate(Solve(q), intoBasis: false);

    /// <summary>log det A.</summary>
    public double LogDeterminant(double q)
    {
        double sum = 0;
        foreach (var value in factorization.Eigenvalues)
        {
            sum += Math.Log((q * Scale * value) + Noise);
        }

        return sum;
    }

    /// <summary>yᵀA⁻¹y.</summary>
    public double Quadratic(double q) => Dot(targets, Solve(q));

    /// <summary>aᵀKa.</summary>
    public double Energy(double q)
    {
        var a = Solve(q);
        ShiftedTridiagonal.Multiply(factorization.Form, a, image);
        return Scale * Dot(a, image);
    }

    /// <summary>aᵀK A⁻¹ K a.</summary>
    public double EnergySlope(double q)
    {
        ShiftedTridiagonal.Multiply(factorization.Form, Solve(q), image);
        double[] solved = [.. image];
        solver.SolveInPlace(solved);
        return Scale * Scale * Dot(image, solved);
    }

    /// <summary>Tr[A⁻¹K].</summary>
    public double Trace(double q)
    {
        double sum = 0;
        foreach (var value in factorization.Eigenvalues)
        {
            sum += Scale * value / ((q * Scale * value) + Noise);
        }

        return sum;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
