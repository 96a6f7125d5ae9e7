using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>The data of the one-loop theory in the eigenbasis of K; immutable.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>aᵢ, yᵢ, λᵢ</term><description>components in the eigenbasis of K, and its eigenvalues</description></item>
/// <item><term>μᵢ</term><description>κ + Qλᵢ</description></item>
/// </list>
/// </remarks>
internal sealed class LoopSpectrum
{
    private readonly double[] targets;

    public LoopSpectrum(Network network, TrainingKernel kernel)
    {
        (Width, Noise) = (network.Width, network.Noise);
        Eigenvalues = Array.ConvertAll(kernel.Factorization.Eigenvalues.ToArray(), value => network.KernelScale * value);
        targets = kernel.Factorization.ToEigenbasis(kernel.Data.Targets.AsArray());
    }

    public double Width { get; }

    public double Noise { get; }

    public double[] Eigenvalues { get; }

    public ReadOnlySpan<double> Targets => targets;

    /// <summary>The state with a = y/(κ + αλ + βλ²/μ) for given Q, g, h; null where a denominator is not positive.</summary>
    public LoopState? Solve(double loop, double q, double g, double h)
    {
        var trace = Sum(i => Eigenvalues[i] / Mu(i, q));
        var action = new LoopAction(Width, loop, q, g, h, trace);
        var a = new double[targets.Length];
        for (var i = 0; i < a.Length; i++)
        {
            var stiffness = Stiffness(i, action);
            if (!(stiffness > 0))
            {
                return null;
            }

            a[i] = targets[i] / stiffness;
        }

        return new LoopState(this, a, q, action);
    }

    /// <summary>κ + αλ + βλ²/μ, the diagonal part of Γ″.</summary>
    public double Stiffness(int i, in LoopAction action) => Noise + (Eigenvalues[i] * Response(i, action));

    /// <summary>α + βλ/μ, so that ⟨f⟩ = K (α + βM⁻¹K) a.</summary>
    public double Response(int i, in LoopAction action) => action.Alpha + (action.Beta * Eigenvalues[i] / Mu(i, action.Q));

    /// <summary>μᵢ = κ + Qλᵢ.</summary>
    public double Mu(int i, double q) => Noise + (q * Eigenvalues[i]);

    /// <summary>Σᵢ term(i).</summary>
    public double Sum(Func<int, double> term)
    {
        double sum = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            sum += term(i);
        }

        return sum;
    }
}
