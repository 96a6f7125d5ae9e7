using FeatureLearning.Kernels;

namespace FeatureLearning.Theory.Neurons;

/// <summary>The closed-form prior averages that control variates need.</summary>
/// <param name="Features">Φ⁰, P×P.</param>
/// <param name="Identity">E[zzᵀ] = 1, r×r.</param>
/// <param name="Slopes">E[φ′(h_μ)], P numbers.</param>
/// <param name="Means">E[φ(h_μ)], P numbers.</param>
internal sealed record NeuronPrior(double[] Features, double[] Identity, double[] Slopes, double[] Means)
{
    public static NeuronPrior Of(TrainingKernel kernel, int rank)
    {
        var identity = new double[rank * rank];
        for (var i = 0; i < rank; i++)
        {
            identity[(i * rank) + i] = 1;
        }

        return new(kernel.Features.ToRowMajorArray(), identity, kernel.DerivativeMeans().ToArray(), kernel.Means().ToArray());
    }
}
