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
    private double solvedAt = double.NaN;

    public TridiagonalSums(Network network, TrainingKernel kernel)
        : base(network, kernel)
    {
        factorization = kernel.Factorization;
        targets = kernel.RotatedTargets;
        solution = new double[targets.Length];
        image = new double[targets.Length];
        solver = new ShiftedTridiagonal(targets.Length);
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

    public override double Energy(double q)
    {
        var a = Solve(q);
        ShiftedTridiagonal.Multiply(factorization.Form, a, image);
        return Scale * Spans.Dot(a, image);
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
}
