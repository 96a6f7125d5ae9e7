namespace FeatureLearning.Numerics;

/// <summary>
/// Has large arrays that nobody refers to any more collected before new memory is taken: that is cheaper than the first touch of new pages, and far cheaper on a virtual machine whose host
/// takes back what lies idle. Left to itself the collector lets five times its budget of them die before it looks.
/// </summary>
internal static class DeadMemory
{
    /// <summary>Half the third-level cache of a large processor's core complex: so much may die before anybody looks.</summary>
    private const long Allowance = 32 << 20;

    /// <summary>A collection goes through a byte of small objects in as long as it takes to touch about this many new ones.</summary>
    private const int CostOfMarking = 8;

    private static long taken; // since the last collection from here; a heuristic of the process' one heap

    /// <summary>Says that so many bytes are about to be taken.</summary>
    public static void Take(long bytes)
    {
        var sum = Interlocked.Add(ref taken, bytes);
        if (sum < Allowance)
        {
            return;
        }

        var marked = MarkedBytes();
        if (marked <= bytes || marked <= sum / CostOfMarking)
        {
            Interlocked.Exchange(ref taken, 0);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }

    // What a collection has to go through: numbers, in the large objects' generation, refer to nothing.
    private static long MarkedBytes()
    {
        const int Generations = 3;
        long sum = 0;
        foreach (var generation in GC.GetGCMemoryInfo(GCKind.Any).GenerationInfo[..Generations])
        {
            sum += generation.SizeAfterBytes;
        }

        return sum;
    }
}
