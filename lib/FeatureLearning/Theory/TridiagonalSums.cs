using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>Kernel sums in the tridiagonal basis, in place.</summary>
internal sealed class TridiagonalSums : KernelSums
{
    private readonly KernelFactorization factorization;
    private readonly ShiftedTridiagonal solver;
    private readonly double[] targets;
    private readonly double[] solution;
    private readonly double[] image;
    private readonly TridiagonalSlopes slopes;
    private double solvedAt = double.NaN;
    private (double At, double Energy, double Trace) slope = (double.NaN, 0, 0);

    public TridiagonalSums(Network network, TrainingKernel kernel)
        : base(network, kernel)
    {
        factorization = kernel.Factorization;
        targets = kernel.RotatedTargets;
        solution = new double[targets.Length];
        image = new double[targets.Length];
        solver = new ShiftedTridiagonal(targets.Length);
        slopes = new TridiagonalSlopes(factorization.Form, Noise, targets);
    }

    public override ReadOnlySpan<double> Solve(double q)
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

    public override Vector<double> Adjoint(double q) =>
        Vector<double>.Build.Dense(factorization.Rotate(Solve(q), intoBasis: false));

    public override double Quadratic(double q) => Spans.Dot(targets, Solve(q));

    public override double LogDeterminant(double q)
    {
        _ = Solve(q);
        return solver.LogDeterminant();
    }

    public override double Energy(double q) => Slope(q).Energy;

    public override double Trace(double q) => Slope(q).Trace;

    // Tr[A⁻¹K] = (P − κ Tr A⁻¹)/Q. What the difference loses is small beside the other terms of a slope, which has N/Q of it.
    public override void Slopes(ReadOnlySpan<double> q, Span<double> energies, Span<double> traces)
    {
        double[] scales = q.ToArray();
        Spans.Scale(scales, Scale);
        slopes.At(scales, energies, traces);
        for (var i = 0; i < q.Length; i++)
        {
            energies[i] *= Scale;
            traces[i] = (targets.Length - (Noise * traces[i])) / q[i];
        }
    }

    public override double EnergySlope(double q)
    {
        ShiftedTridiagonal.Multiply(factorization.Form, Solve(q), image);
        double[] solved = [.. image];
        solver.SolveInPlace(solved);
        return Scale * Scale * Spans.Dot(image, solved);
    }

    public override KernelFunction Resolvent(double q, double coefficient) =>
        new ResolventFunction(factorization, coefficient, q * Scale, Noise);

    private (double At, double Energy, double Trace) Slope(double q)
    {
        if (q != slope.At)
        {
            double energy = 0, trace = 0;
            Slopes([q], new(ref energy), new(ref trace));
            slope = (q, energy, trace);
        }

        return slope;
    }
}
