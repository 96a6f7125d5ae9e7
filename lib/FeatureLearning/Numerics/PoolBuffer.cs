using System.Buffers;
using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>
/// Numbers that stay where they are, from a cache line's start on; from the pool, since arrays of this size are expensive to allocate and to collect: what is collected goes back to
/// the system, and the first touch of each of its pages costs microseconds again.
/// </summary>
internal abstract unsafe class PoolBuffer
{
    private const int Line = 64;

    /// <summary>The pool rounds lengths up to powers of two, which is a waste of memory for arrays beyond 64 MB.</summary>
    private const int LargestLent = 1 << 23;

    private readonly double[] storage;
    private readonly int length;
    private GCHandle handle;

    /// <param name="length">How many.</param>
    /// <param name="cleared">Whether they must be zero at first; otherwise they are anything.</param>
    private protected PoolBuffer(long length, bool cleared)
    {
        this.length = checked((int)length);
        storage = IsLent ? ArrayPool<double>.Shared.Rent(Whole) : LargeArray.Uninitialized(Whole);
        handle = GCHandle.Alloc(storage, GCHandleType.Pinned);
        Start = (double*)(((nuint)handle.AddrOfPinnedObject() + Line - 1) & ~(nuint)(Line - 1));
        if (cleared)
        {
            Span.Clear();
        }
    }

    /// <summary>The first number; valid until the buffer is given back.</summary>
    public double* Start { get; }

    public Span<double> Span => new(Start, length);

    private int Whole => checked(length + (Line / sizeof(double)));

    private bool IsLent => Whole <= LargestLent;

    private protected void GiveBack()
    {
        if (!handle.IsAllocated)
        {
            return;
        }

        handle.Free();
        if (IsLent)
        {
            ArrayPool<double>.Shared.Return(storage);
        }
    }
}
