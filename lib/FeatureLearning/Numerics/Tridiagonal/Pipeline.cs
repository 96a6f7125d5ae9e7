namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// Groups of work that follow each other at a distance: each may do its step t when the one before it has done step t + lag − 1, or all. Groups are taken in order, so that a
/// group that is waited for is always in some thread's hands, however many threads there are.
/// </summary>
/// <param name="groups">How many groups.</param>
/// <param name="lag">Steps that the group before must have done before the first.</param>
internal sealed class Pipeline(int groups, int lag)
{
    /// <summary>Numbers between two groups' counters, which different threads write: a cache line and its neighbour.</summary>
    private const int Apart = 32;

    private readonly int[] done = new int[groups * Apart];
    private int taken = -1;

    /// <summary>The next group, or null.</summary>
    public int? Take() => Interlocked.Increment(ref taken) is var group && group < groups ? group : null;

    /// <summary>Waits until a group may do a step.</summary>
    public void Await(int group, int step)
    {
        if (group == 0)
        {
            return;
        }

        ref var before = ref done[(group - 1) * Apart];
        for (SpinWait wait = default; Volatile.Read(ref before) < step + lag;)
        {
            wait.SpinOnce(Crew.Patience);
        }
    }

    /// <summary>Says that a group has done a step.</summary>
    public void Done(int group, int step) => Volatile.Write(ref done[group * Apart], step + 1);

    /// <summary>Says that nobody needs to wait for a group any more.</summary>
    public void Finished(int group) => Volatile.Write(ref done[group * Apart], int.MaxValue);
}
