namespace FeatureLearning.Numerics;

/// <summary>
/// A <see cref="PoolBuffer"/>, zero at first, that is part of a result and goes back to the pool when that is collected. Whoever works with the pointer sees to it that
/// the result lives meanwhile (<see cref="GC.KeepAlive"/>).
/// </summary>
/// <param name="length">How many numbers.</param>
internal sealed class KeptBuffer(long length) : PoolBuffer(length, cleared: true)
{
    ~KeptBuffer() => GiveBack();
}
