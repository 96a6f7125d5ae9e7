using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// The running averages K₁ = N⟨λ_vφφᵀ⟩ and K₂ = N⟨w²φφᵀ⟩ − ⟨f⟩⟨f⟩ᵀ/N of the Robbins–Monro iteration, and the field that follows from
/// them: ⟨f⟩ = K₁h, A = K₂+κ, h = a + A⁻¹⟨f⟩/N.
/// </summary>
/// <remarks>
/// h is the residual of the other N − 1 neurons: integrating these out, a neuron's density is its prior times Z_{N−1}(y − wφ) with
/// ∂ log Z_{N−1}/∂y = −a_{N−1} exactly, and one neuron less raises the residual by A⁻¹⟨f⟩/N. Without this term the theory is right for P, N → ∞
/// but misses K₁A⁻¹K₁/N in the kernel at order 1/N.
/// </remarks>
internal sealed class NeuronKernels(double[] targets, double[] first, double[] second)
{
    // Two factorisations a round: in arrays of their own each time, they would be most of the memory that a solution takes.
    private double[]? meanFactor, fluctuations;

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

    /// <summary>The field; null where a kernel is no longer positive definite. Its A⁻¹ holds until the next one is asked for.</summary>
    public NeuronField? Field(Network network, bool full)
    {
        var p = targets.Length;
        if (PositiveDefinite.Factor(p, First, network.Noise, meanFactor ??= new double[p * p]) is not { } mean)
        {
            return null;
        }

        var (lambda, plain) = (network.ReadoutPriorVariance, mean.Solve(targets));
        if (!full)
        {
            return new NeuronField(network.Activation, lambda, plain, null, plain);
        }

        return PositiveDefinite.Factor(p, Second, network.Noise, fluctuations ??= new double[p * p])?.IntoInverse() is { } inverse
            ? WithoutOneself(network, mean, inverse, plain)
            : null;
    }

    // κa + K₁h = y and a = h − A⁻¹K₁h/N by iteration h ← (K₁+κ)⁻¹(y + κA⁻¹K₁h/N), which contracts by less than 1/N: until rounding, in twelve steps where N is small.
    private NeuronField WithoutOneself(Network network, PositiveDefinite mean, double[] inverse, double[] h)
    {
        var p = targets.Length;
        var shift = new double[p];
        var change = double.PositiveInfinity;
        for (var step = 0; step < 12 && change > 1e-15 * Spans.LargestMagnitude(h); step++)
        {
            var before = h;
            shift = Apply(inverse, Apply(First, h));
            h = [.. targets];
            Spans.Scale(shift, 1 / (double)network.Width);
            Spans.AddScaled(h, network.Noise, shift);
            h = mean.Solve(h);
            Spans.AddScaled(before, -1, h);
            change = Spans.LargestMagnitude(before);
        }

        double[] residual = [.. h];
        for (var i = 0; i < p; i++)
        {
            residual[i] -= shift[i];
        }

        return new NeuronField(network.Activation, network.ReadoutPriorVariance, h, inverse, residual);
    }

    private static double[] Apply(double[] matrix, double[] vector)
    {
        var result = new double[vector.Length];
        for (var i = 0; i < vector.Length; i++)
        {
            result[i] = Spans.Dot(matrix.AsSpan(i * vector.Length, vector.Length), vector);
        }

        return result;
    }

    /// <summary>Moves towards the averages of a round by a gain.</summary>
    public void Approach(Network network, NeuronField field, NeuronMoments moments, double gain)
    {
        var (p, scale) = (targets.Length, network.KernelScale);
        for (var i = 0; i < p; i++)
        {
            var left = targets[i] - (network.Noise * field.Residual[i]);
            for (var j = 0; j < p; j++)
            {
                var at = (i * p) + j;
                var outer = left * (targets[j] - (network.Noise * field.Residual[j])) / network.Width;
                First[at] += gain * ((scale * moments.First[at]) - First[at]);
                Second[at] += gain * ((scale * moments.Second[at]) - outer - Second[at]);
            }
        }
    }

    /// <summary>⟨w²⟩/λ = 1 + (1/N)[hᵀK₁h − tr(A⁻¹(K₂ + ⟨f⟩⟨f⟩ᵀ/N))]: integration over w by parts, exact for each neuron.</summary>
    public double OrderParameter(Network network, NeuronField field)
    {
        var p = targets.Length;
        double sum = 0;
        for (var i = 0; i < p; i++)
        {
            var left = targets[i] - (network.Noise * field.Residual[i]);
            sum += left * field.Mean[i]; // ⟨f⟩·h = hᵀK₁h
            for (var j = 0; field.Fluctuations is not null && j < p; j++)
            {
                var outer = left * (targets[j] - (network.Noise * field.Residual[j])) / network.Width;
                sum -= field.Fluctuations[(i * p) + j] * (Second[(i * p) + j] + outer);
            }
        }

        return 1 + (sum / network.Width);
    }
}
