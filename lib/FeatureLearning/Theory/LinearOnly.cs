using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>The check of the theories that exist in closed form for linear networks only.</summary>
internal static class LinearOnly
{
    /// <summary>Throws unless network and kernel belong together and are linear.</summary>
    public static void Check(Network network, TrainingKernel kernel, string theory)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Check(network);
        if (network.Activation != Activation.Linear)
        {
            throw new ArgumentException(
                $"{theory} is solved for linear networks; this one's activation is {network.Activation}.", nameof(network));
        }
    }
}
