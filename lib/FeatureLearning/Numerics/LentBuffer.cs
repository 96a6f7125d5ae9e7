using System.Buffers;
using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>
/// Numbers for the time of one computation, zero at first, that stay where they are, from a cache line's start on; lent by the pool, since arrays of this size are expensive to
/// allocate and to collect.
/// </summary>
internal sealed unsafe class LentBuffer : IDisposable
{
    private const int Line = 64;
    private readonly double[] storage;
    private readonly int length;
    private GCHandle handle;

    public LentBuffer(long length)
    {
        this.length = checked((int)length);
        storage = ArrayPool<double>.Shared.Rent(checked(this.length + (Line / sizeof(double))));
        handle = GCHandle.Alloc(storage, GCHandleType.Pinned);
        Start = (double*)(((nuint)handle.AddrOfPinnedObject() + Line - 1) & ~(nuint)(Line - 1));
        Span.Clear();
    }

    /// <summary>The first number; valid until this object is disposed.</summary>
    public double* Start { get; }

    public Span<double> Span => new(Start, length);

    public void Dispose()
    {
        if (handle.IsAllocated)
        {
            handle.Free();
            ArrayPool<double>.Shared.Return(storage);
        }
    }
}
