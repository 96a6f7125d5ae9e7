using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The sums that actions with one order parameter need, for A = QK + κ and a = A⁻¹y: each O(P) after the factorisation of Φ⁰. Vectors
/// are in a basis of its own, in which <see cref="Resolvent"/> works too. Not safe for threads: it may work in place.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>K, λᵢ</term><description>NNGP kernel Nλ Φ⁰ and its eigenvalues</description></item>
/// <item><term>A, a</term><description>QK + κ and A⁻¹y</description></item>
/// </list>
/// </remarks>
internal abstract class KernelSums
{
    private readonly TrainingKernel kernel;

    private protected KernelSums(Network network, TrainingKernel kernel)
    {
        kernel.Check(network);
        (this.kernel, Scale, Noise) = (kernel, network.KernelScale, network.Noise);
    }

    /// <summary>Nλ, the factor from Φ⁰ to K.</summary>
    public double Scale { get; }

    /// <summary>κ.</summary>
    public double Noise { get; }

    /// <summary>|y|².</summary>
    public double TargetNorm => kernel.Data.Targets.DotProduct(kernel.Data.Targets);

    /// <summary>Tr K.</summary>
    public double KernelTrace => Scale * kernel.Features.Trace();

    /// <summary>
    /// The tridiagonal basis, which needs no eigenvectors; but the eigenbasis for linear networks with fewer dimensions than points, as
    /// rounding in the kernel's null space would be magnified by |a|² ~ |y|²/κ² there.
    /// </summary>
    public static KernelSums For(Network network, TrainingKernel kernel) =>
        InEigenbasis(network, kernel) ? new SpectralSums(network, kernel) : new TridiagonalSums(network, kernel);

    /// <summary>Whether <see cref="For"/> works in the eigenbasis.</summary>
    public static bool InEigenbasis(Network network, TrainingKernel kernel) =>
        network.Activation == Activation.Linear && kernel.Data.InputDimension < kernel.Data.Count;

    /// <summary>a.</summary>
    public abstract ReadOnlySpan<double> Solve(double q);

    /// <summary>a in the basis of the points.</summary>
    public abstract MathNet.Numerics.LinearAlgebra.Vector<double> Adjoint(double q);

    /// <summary>yᵀA⁻¹y.</summary>
    public abstract double Quadratic(double q);

    /// <summary>aᵀKa.</summary>
    public abstract double Energy(double q);

    /// <summary>aᵀK A⁻¹ K a.</summary>
    public abstract double EnergySlope(double q);

    /// <summary>coefficient · A⁻¹ as an operator in the basis of this object.</summary>
    public abstract KernelFunction Resolvent(double q, double coefficient);

    /// <summary>log det A.</summary>
    public abstract double LogDeterminant(double q);

    /// <summary>Tr[A⁻¹K].</summary>
    public abstract double Trace(double q);

    /// <summary><see cref="Energy"/> and <see cref="Trace"/> at many Q, the same numbers.</summary>
    public abstract void Slopes(ReadOnlySpan<double> q, Span<double> energies, Span<double> traces);
}
