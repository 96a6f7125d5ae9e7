using System.Globalization;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace FeatureLearning.Engine;

/// <summary>
/// Middleware of the kernel that runs each cell on a thread of its own: one with the stack that a main program would have, which can be
/// stopped without ending the kernel. Cancellation tokens of the kernel's commands stop nothing, an endless loop goes on.
/// </summary>
/// <param name="interruption">Stops the code that runs.</param>
/// <param name="console">Where the cell prints.</param>
/// <param name="begin">Called before a cell, or a part of one, is compiled.</param>
internal sealed class CellThread(CellInterruption interruption, CellConsole console, Action<SubmitCode> begin)
{
    private const int StackBytes = 16 << 20;

    public Task InvokeAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not SubmitCode code || interruption.IsRunning)
        {
            return next(command, context);
        }

        begin(code);
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Run, StackBytes) { IsBackground = true, Name = "cell" }.Start();
        return done.Task;

        void Run()
        {
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                console.Claim();
                interruption.Run(() => next(command, context));
            }
            catch (Exception exception)
            {
                // The cell's own exceptions end as events of the kernel; this is an interruption, or the kernel's own fault.
                context.Fail(command, exception);
            }

            done.SetResult();
        }
    }
}
