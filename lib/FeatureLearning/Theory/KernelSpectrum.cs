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
    {
        kernel.Check(network);
        (Width, Noise) = (network.Width, network.Noise);
        Eigenvalues = Array.ConvertAll(kernel.Factorization.Eigenvalues.ToArray(), value => network.KernelScale * value);
        Targets = kernel.Factorization.ToEigenbasis(kernel.Data.Targets.AsArray());
    }

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
