using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>What the running cell writes to Console.Out and Console.Error, on its way to the parent.</summary>
internal sealed class CellConsole : IDisposable
{
    private readonly CellTextWriter output;
    private readonly CellTextWriter errors;
    private int cell;

    public CellConsole(Action<EngineEvent> send)
    {
        output = new CellTextWriter(text => send(new StreamEvent(cell, "stdout", text)));
        errors = new CellTextWriter(text => send(new StreamEvent(cell, "stderr", text)));
    }

    /// <summary>
    /// Takes the console over. The kernel has put its own writers there, which make an event of every write and keep it for the cell's time: an
    /// endless loop of prints would fill the memory.
    /// </summary>
    public void Claim()
    {
        Console.SetOut(output);
        Console.SetError(errors);
    }

    public void BeginCell(int id) => cell = id;

    /// <summary>Sends what has been written, so that what comes next comes after it.</summary>
    public void Flush()
    {
        output.Flush();
        errors.Flush();
    }

    public void EndCell()
    {
        output.EndCell();
        errors.EndCell();
    }

    public void Dispose()
    {
        output.Dispose();
        errors.Dispose();
    }
}
