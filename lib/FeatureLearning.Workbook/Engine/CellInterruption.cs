using System.Runtime;

namespace FeatureLearning.Workbook.Engine;

/// <summary>A cell that was stopped. <c>StillRunning</c>: code that it started on other threads could not be.</summary>
internal sealed class CellInterruptedException(bool stillRunning) : Exception("interrupted")
{
    public bool StillRunning { get; } = stillRunning;
}

/// <summary>Runs a cell's code so that another thread can stop it, however endless, and the session's state stays.</summary>
internal sealed class CellInterruption
{
    private readonly Lock gate = new();
    private CancellationTokenSource? current;
    private Thread? runner;

    /// <summary>Runs the code to its end on this thread.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public object? Run(Func<Task<object?>> cell)
    {
        using CancellationTokenSource source = new();
        Set(source);
        Task<object?>? task = null;
        try
        {
            Stoppable(() => _ = Task.WaitAny(task = cell()), source.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ThreadInterruptedException)
        {
            if (!IsStopped(source))
            {
                throw; // the cell's own
            }

            throw new CellInterruptedException(task is { IsCompleted: false });
        }
        finally
        {
            Set(null);
            Forget();
        }

        return source.IsCancellationRequested && task!.IsFaulted
            ? throw new CellInterruptedException(stillRunning: false)
            : task!.GetAwaiter().GetResult();
    }

    /// <summary>Stops the code that runs, whether it computes or waits; nothing happens when none does.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (current is { } source)
            {
                // A thread that sleeps or waits is woken first: only one that runs can be stopped.
                runner!.Interrupt();
                source.Cancel();
            }
        }
    }

    // Under the lock: a woken thread can be here before the one that woke it has said so.
    private bool IsStopped(CancellationTokenSource source)
    {
        lock (gate)
        {
            return source.IsCancellationRequested;
        }
    }

    private void Set(CancellationTokenSource? source)
    {
        lock (gate)
        {
            (current, runner) = (source, Thread.CurrentThread);
        }
    }

    /// <summary>Takes back a wake-up that came too late for the cell: it would hit the next one.</summary>
    private static void Forget()
    {
        try
        {
            Thread.Sleep(0);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

#pragma warning disable SYSLIB0046 // Obsolete for production code, where it may leave locks and half-made objects; made for interactive hosts such as this.
    private static void Stoppable(Action action, CancellationToken token) => ControlledExecution.Run(action, token);
#pragma warning restore SYSLIB0046
}
