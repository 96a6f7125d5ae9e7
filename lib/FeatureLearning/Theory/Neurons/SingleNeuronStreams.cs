namespace FeatureLearning.Theory.Neurons;

/// <summary>Chain numbers of the theory's random numbers: the upper half, so that no sampler of networks with the same seed shares them.</summary>
internal static class SingleNeuronStreams
{
    /// <summary>The first of the chains of a replica: its own, then one for each block.</summary>
    public static uint Chain(int replica, int blocks) => 0x8000_0000u + ((uint)replica * (uint)(blocks + 1));

    /// <summary>The chain of prior draws of a replica of kernel adaptation, for hidden weights inside and across the row space.</summary>
    public static uint Prior(int replica) => 0xE000_0000u + (uint)replica;

    /// <summary>The chain of the hidden weights across the row space, of a stored block.</summary>
    public static uint Complement(int replica, int storedBlock) => 0xC000_0000u + ((uint)replica << 20) + (uint)storedBlock;
}
