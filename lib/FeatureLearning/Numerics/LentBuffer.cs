namespace FeatureLearning.Numerics;

/// <summary>A <see cref="PoolBuffer"/> for the time of one computation.</summary>
/// <inheritdoc/>
internal sealed class LentBuffer(long length, bool cleared = true) : PoolBuffer(length, cleared), IDisposable
{
    public void Dispose() => GiveBack();
}
