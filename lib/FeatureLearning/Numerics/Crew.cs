namespace FeatureLearning.Numerics;

/// <summary>
/// Threads that stay together for the many short parallel loops of one computation: a loop begins and ends within a microsecond, where a loop of the framework takes tens of them. One leads;
/// those that the thread pool has to spare help with whatever loop is open. The leader needs nobody: without helpers it does all by itself.
/// </summary>
internal sealed class Crew
{
    /// <summary>So often a thread looks before it sleeps a millisecond: some hundred microseconds, longer than a leader is alone; not longer, as other work may want the processor.</summary>
    internal const int Patience = 400;

    private Loop? current;
    private int started;
    private bool finished;

    private Crew()
    {
    }

    /// <summary>Runs a computation with so many threads at most.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="lead">The computation, on one thread, which opens loops by <see cref="For"/>.</param>
    public static void Run(int threads, Action<Crew> lead)
    {
        var crew = new Crew();
        if (threads == 1)
        {
            lead(crew);
            return;
        }

        Parallel.For(0, threads, Parallelism.Of(threads), _ =>
        {
            if (Interlocked.Increment(ref crew.started) > 1)
            {
                crew.Help();
                return;
            }

            try
            {
                lead(crew);
            }
            finally
            {
                Volatile.Write(ref crew.finished, true);
            }
        });
    }

    /// <summary>Calls a body for each of so many indices, by the leader and whoever helps; ends when all are done. From the leader only.</summary>
    public void For(int count, Action<int> body)
    {
        var loop = new Loop(count, body);
        Volatile.Write(ref current, loop);
        loop.Work();
        loop.Await();
    }

    private void Help()
    {
        Loop? last = null;
        SpinWait wait = default;
        while (!Volatile.Read(ref finished))
        {
            if (Volatile.Read(ref current) is { } loop && loop != last)
            {
                loop.Work();
                (last, wait) = (loop, default);
                continue;
            }

            wait.SpinOnce(Patience);
        }
    }

    private sealed class Loop(int count, Action<int> body)
    {
        private int next, done;
        private Exception? failure;

        public void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next) - 1) < count;)
            {
                try
                {
                    body(i);
                }
                catch (Exception e) // handed to the leader, or it would wait for ever
                {
                    Volatile.Write(ref failure, e);
                }

                Interlocked.Increment(ref done);
            }
        }

        public void Await()
        {
            for (SpinWait wait = default; Volatile.Read(ref done) < count;)
            {
                wait.SpinOnce(Patience);
            }

            if (failure is not null)
            {
                throw new AggregateException(failure);
            }
        }
    }
}
