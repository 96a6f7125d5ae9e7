using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>A regression problem in the eigenbasis of K; immutable.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>λᵢ, yᵢ</term><description>eigenvalues of K = Nλ Φ⁰ and components of the targets</description></item>
/// <item><term>μᵢ</term><description>κ + Qλᵢ</description></item>
/// </list>
/// </remarks>
internal class KernelSpectrum
{
    public KernelSpectrum(Network network, TrainingKernel kernel)
        : this(network, kernel, KernelBasis.Of(kernel.Features, kernel.Factorization))
    {
    }

    public KernelSpectrum(Network network, TrainingKernel kernel, KernelBasis basis)
    {
        kernel.Check(network);
        (Width, Noise, Basis) = (network.Width, network.Noise, basis);
        Eigenvalues = Array.ConvertAll(basis.Values, value => network.KernelScale * value);
        Targets = basis.Into(kernel.Data.Targets);
    }

    /// <summary>What the components below belong to; directions across it have λ = 0 and y = 0.</summary>
    public KernelBasis Basis { get; }

    /// <summary>N.</summary>
    public double Width { get; }

    /// <summary>κ.</summary>
    public double Noise { get; }

    /// <summary>λᵢ, ascending.</summary>
    public double[] Eigenvalues { get; }

    /// <summary>yᵢ.</summary>
    public double[] Targets { get; }

    /// <summary>μᵢ = κ + Qλᵢ.</summary>
    public double Mu(int i, double q) => Noise + (q * Eigenvalues[i]);

    /// <summary>Σᵢ term(i).</summary>
    public double Sum(Func<int, double> term)
    {
        double sum = 0;
        for (var i = 0; i < Targets.Length; i++)
        {
            sum += term(i);
        }

        return sum;
    }
}
