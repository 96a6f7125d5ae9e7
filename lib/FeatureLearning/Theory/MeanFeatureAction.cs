using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// S(Q,B) = 1 − QB + log(1+B) + (1/N) log det A + (1/N) yᵀA⁻¹y for features with a mean m, A = κ + Nλ[QG + β mmᵀ], G = Φ⁰ − mmᵀ,
/// β = 1/(1+B). As A = A_Q + δ mmᵀ with A_Q = κ + NλQΦ⁰ and δ = Nλ(β − Q), everything follows from solves with A_Q.
/// </summary>
/// <remarks>
/// ∂S/∂B = 0 is a cubic equation for β at given Q, so that one unknown is left. Not safe for threads: it works in place.
/// </remarks>
internal sealed class MeanFeatureAction
{
    private readonly KernelSums sums;
    private readonly ShiftedTridiagonal solver;
    private readonly KernelFactorization factorization;
    private readonly double[] means;
    private readonly double width;

    public MeanFeatureAction(Network network, TrainingKernel kernel)
    {
        sums = new KernelSums(network, kernel);
        (factorization, width) = (kernel.Factorization, network.Width);
        means = factorization.Rotate(kernel.Means().AsArray(), intoBasis: true);
        solver = new ShiftedTridiagonal(means.Length);
    }

    /// <summary>The sums of the kernel without its rank-one change.</summary>
    public KernelSums Sums => sums;

    /// <summary>How often the slope was evaluated so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The sums at Q that do not depend on β.</summary>
    public MeanFeaturePoint At(double q)
    {
        var a = Vector<double>.Build.Dense(sums.Solve(q).ToArray());
        var b = (double[])means.Clone();
        solver.Factor(factorization.Form, q * sums.Scale, sums.Noise);
        solver.SolveInPlace(b);
        return new MeanFeaturePoint(q, a, Vector<double>.Build.Dense(b), Vector<double>.Build.Dense(means));
    }

    /// <summary>The positive roots β of ∂S/∂B = 0 at Q for which A is positive definite, ascending.</summary>
    public IReadOnlyList<double> Rescalings(MeanFeaturePoint at)
    {
        if (at.T == 0)
        {
            return [at.Q]; // no input is different from zero, so m = 0
        }

        // (β − Q) x² = β² (Nλ/N)(t x − z²), x = 1 + Nλ t (β − Q), as a polynomial in x.
        double q = at.Q, t = at.T, z2 = at.Z * at.Z, ct = sums.Scale * t, r = sums.Scale / width;
        var beta = new Polynomial(q - (1 / ct), 1 / ct);
        var x = new Polynomial(0, 1);
        var equation = (x * x * (beta - q)) - (beta * beta * r * ((x * t) - z2));
        return [.. equation.Roots()
            .Where(root => Math.Abs(root.Imaginary) <= 1e-7 * Magnitude(root) && root.Real > 0)
            .Select(root => Polish(equation, root.Real)).Distinct().Order()
            .Select(root => beta.Evaluate(root)).Where(value => value > 0)];
    }

    /// <summary>∂S/∂Q = −B + (Nλ/N)[Tr A⁻¹G − aᵀGa].</summary>
    public double Slope(MeanFeaturePoint at, double beta)
    {
        Evaluations++;
        var delta = sums.Scale * (beta - at.Q);
        var x = 1 + (delta * at.T);
        var a = at.A - (delta * at.Z / x * at.B);
        var overlap = at.Z / x; // mᵀa
        double energy = Energy(a) - (overlap * overlap);
        var trace = (sums.Trace(at.Q) / sums.Scale) - (delta * Energy(at.B) / x) - (at.T / x);
        return 1 - (1 / beta) + (sums.Scale / width * (trace - energy));
    }

    /// <summary>S(Q,B).</summary>
    public double Value(MeanFeaturePoint at, double beta)
    {
        var delta = sums.Scale * (beta - at.Q);
        var x = 1 + (delta * at.T);
        var conjugate = (1 / beta) - 1;
        return 1 - (at.Q * conjugate) - Math.Log(beta)
            + ((sums.LogDeterminant(at.Q) + Math.Log(x) + sums.Quadratic(at.Q) - (delta * at.Z * at.Z / x)) / width);
    }

    private static double Magnitude(System.Numerics.Complex root) => Math.Max(1e-12, System.Numerics.Complex.Abs(root));

    private static double Polish(Polynomial polynomial, double root)
    {
        var derivative = polynomial.Differentiate();
        for (var k = 0; k < 4 && derivative.Evaluate(root) is var slope && slope != 0; k++)
        {
            root -= polynomial.Evaluate(root) / slope;
        }

        return root;
    }

    private double Energy(Vector<double> v)
    {
        var image = new double[v.Count];
        ShiftedTridiagonal.Multiply(factorization.Form, v.AsArray(), image);
        return v.DotProduct(Vector<double>.Build.Dense(image));
    }
}

/// <summary>Solves with A_Q at one Q, in the tridiagonal basis.</summary>
/// <param name="Q">Q.</param>
/// <param name="A">A_Q⁻¹ y.</param>
/// <param name="B">A_Q⁻¹ m.</param>
/// <param name="M">m.</param>
internal sealed record MeanFeaturePoint(double Q, Vector<double> A, Vector<double> B, Vector<double> M)
{
    /// <summary>mᵀA_Q⁻¹m.</summary>
    public double T { get; } = M.DotProduct(B);

    /// <summary>mᵀA_Q⁻¹y.</summary>
    public double Z { get; } = M.DotProduct(A);
}
