using System.Runtime;

namespace FeatureLearning.Engine;

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

    /// <summary>Whether code runs here already, as when a cell sends another one to its own kernel.</summary>
    public bool IsRunning
    {
        get
        {
            lock (gate)
            {
                return current is not null;
            }
        }
    }

    /// <summary>Whether the code that ran last was asked to stop.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>Runs the code to its end on this thread.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public void Run(Func<Task> cell)
    {
        using CancellationTokenSource source = new();
        Begin(source);
        Task? task = null;
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
            End(source);
            Forget();
        }

        task!.GetAwaiter().GetResult();
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

    private void Begin(CancellationTokenSource source)
    {
        lock (gate)
        {
            (current, runner, WasAsked) = (source, Thread.CurrentThread, false);
        }
    }

    private void End(CancellationTokenSource source)
    {
        lock (gate)
        {
            (current, runner, WasAsked) = (null, null, source.IsCancellationRequested);
        }
    }

    /// <summary>Takes back a wake-up that came too late for the cell: it would hit what this thread does next.</summary>
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
