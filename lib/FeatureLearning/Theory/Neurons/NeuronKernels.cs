using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// The running averages K₁ = N⟨λ_vφφᵀ⟩ and K₂ = N⟨w²φφᵀ⟩ − ⟨f⟩⟨f⟩ᵀ/N of the Robbins–Monro iteration, and the field that follows from
/// them: a = (K₁+κ)⁻¹y, A = K₂+κ.
/// </summary>
internal sealed class NeuronKernels(double[] targets, double[] first, double[] second)
{
    /// <summary>K₁, P×P.</summary>
    public double[] First { get; } = first;

    /// <summary>K₂, P×P.</summary>
    public double[] Second { get; } = second;

    /// <summary>Kernels of zeros with the same targets.</summary>
    public NeuronKernels Empty() => new(targets, new double[First.Length], new double[First.Length]);

    public void Scale(double factor)
    {
        for (var i = 0; i < First.Length; i++)
        {
            First[i] *= factor;
            Second[i] *= factor;
        }
    }

    /// <summary>The field; null where a kernel is no longer positive definite.</summary>
    public NeuronField? Field(Network network, bool full)
    {
        var p = targets.Length;
        if (PositiveDefinite.Factor(p, First, network.Noise) is not { } mean)
        {
            return null;
        }

        var inverse = full ? PositiveDefinite.Factor(p, Second, network.Noise)?.Inverse() : null;
        return full && inverse is null
            ? null
            : new NeuronField(network.Activation, network.ReadoutPriorVariance, mean.Solve(targets), inverse);
    }

    /// <summary>Moves towards the averages of a round by a gain.</summary>
    public void Approach(Network network, NeuronField field, NeuronMoments moments, double gain)
    {
        var (p, scale) = (targets.Length, network.KernelScale);
        for (var i = 0; i < p; i++)
        {
            var left = targets[i] - (network.Noise * field.Mean[i]);
            for (var j = 0; j < p; j++)
            {
                var at = (i * p) + j;
                var outer = left * (targets[j] - (network.Noise * field.Mean[j])) / network.Width;
                First[at] += gain * ((scale * moments.First[at]) - First[at]);
                Second[at] += gain * ((scale * moments.Second[at]) - outer - Second[at]);
            }
        }
    }

    /// <summary>⟨w²⟩/λ = 1 + (1/N)[aᵀK₁a − tr(A⁻¹(K₂ + ⟨f⟩⟨f⟩ᵀ/N))]: integration over w by parts, exact for each neuron.</summary>
    public double OrderParameter(Network network, NeuronField field)
    {
        var p = targets.Length;
        double sum = 0;
        for (var i = 0; i < p; i++)
        {
            var left = targets[i] - (network.Noise * field.Mean[i]);
            sum += left * field.Mean[i]; // ⟨f⟩·a = aᵀK₁a
            for (var j = 0; field.Fluctuations is not null && j < p; j++)
            {
                var outer = left * (targets[j] - (network.Noise * field.Mean[j])) / network.Width;
                sum -= field.Fluctuations[(i * p) + j] * (Second[(i * p) + j] + outer);
            }
        }

        return 1 + (sum / network.Width);
    }
}
