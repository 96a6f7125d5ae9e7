namespace FeatureLearning.Numerics;

/// <summary>Numbers that stay where they are, from a cache line's start on, zero at first: for kernels that work with pointers. Freed with its owner.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] storage;

    public PinnedBuffer(long length)
    {
        Length = checked((int)length);
        storage = GC.AllocateArray<T>(checked(Length + (Line / sizeof(T))), pinned: true);
        fixed (T* start = storage)
        {
            Start = (T*)(((nuint)start + Line - 1) & ~(nuint)(Line - 1));
        }
    }

    /// <summary>The first number; valid as long as this object lives.</summary>
    public T* Start { get; }

    public int Length { get; }

    public Span<T> Span => new(Start, Length);
}
