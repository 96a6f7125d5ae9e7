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
        sums = new TridiagonalSums(network, kernel);
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

        // With x = 1 + Nλ t (β − Q), u = Nλ t Q − 1 and ζ = z²/t: x²(x − 1) = (x + u)²(x − ζ)/N.
        double ct = sums.Scale * at.T, u = (ct * at.Q) - 1, zeta = at.Z * at.Z / at.T, n = width;
        double[] coefficients =
            [u * u * zeta / n, ((2 * u * zeta) - (u * u)) / n, ((zeta - (2 * u)) / n) - 1, 1 - (1 / n)];
        return [.. new Polynomial(n > 1 ? coefficients : coefficients[..3]).Roots()
            .Where(root => Math.Abs(root.Imaginary) <= 1e-7 * Math.Max(1e-12, root.Magnitude) && root.Real > 0)
            .Select(root => Polish(at, (root.Real + u) / ct)).Where(beta => beta > 0).Distinct().Order()];
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

    // Newton's method on β − Q = β² (Nλ/N)(t/x − z²/x²), where the polynomial's root has lost digits.
    private double Polish(MeanFeaturePoint at, double beta)
    {
        double ct = sums.Scale * at.T, r = sums.Scale / width, z2 = at.Z * at.Z;
        for (var k = 0; k < 4; k++)
        {
            var x = 1 + (ct * (beta - at.Q));
            var pull = r * ((at.T / x) - (z2 / (x * x)));
            var slope = 1 - (2 * beta * pull) + (beta * beta * r * ct * ((at.T / (x * x)) - (2 * z2 / (x * x * x))));
            var step = (beta - at.Q - (beta * beta * pull)) / slope;
            beta -= double.IsFinite(step) ? step : 0;
        }

        return beta;
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
