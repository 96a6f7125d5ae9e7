namespace FeatureLearning.Numerics;

/// <summary>
/// A <see cref="PoolBuffer"/>, zero at first, that is part of a result and goes back to the pool when that is collected. Whoever works with the pointer sees to it that
/// the result lives meanwhile (<see cref="GC.KeepAlive"/>).
/// </summary>
internal sealed class KeptBuffer : PoolBuffer
{
    /// <param name="length">How many numbers.</param>
    public KeptBuffer(long length)
        : base(length, cleared: true) => DeadMemory.Take(length * sizeof(double));

    ~KeptBuffer() => GiveBack();
}
