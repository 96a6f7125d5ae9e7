using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>The one-loop equations in the eigenbasis of K; immutable.</summary>
internal sealed class LoopSpectrum(Network network, TrainingKernel kernel) : KernelSpectrum(network, kernel)
{
    /// <summary>The state with a = y/(κ + αλ + βλ²/μ) for given Q, g, h; null where a denominator is not positive.</summary>
    public LoopState? Solve(double loop, double q, double g, double h)
    {
        var trace = Sum(i => Eigenvalues[i] / Mu(i, q));
        var action = new LoopAction(Width, loop, q, g, h, trace);
        var a = new double[Targets.Length];
        for (var i = 0; i < a.Length; i++)
        {
            var stiffness = Stiffness(i, action);
            if (!(stiffness > 0))
            {
                return null;
            }

            a[i] = Targets[i] / stiffness;
        }

        return new LoopState(this, a, q, action);
    }

    /// <summary>κ + αλ + βλ²/μ, the diagonal part of Γ″.</summary>
    public double Stiffness(int i, in LoopAction action) => Noise + (Eigenvalues[i] * Response(i, action));

    /// <summary>α + βλ/μ, so that ⟨f⟩ = K (α + βM⁻¹K) a.</summary>
    public double Response(int i, in LoopAction action) => action.Alpha + (action.Beta * Eigenvalues[i] / Mu(i, action.Q));
}
