using System.Text;
using System.Text.Json;

namespace FeatureLearning.Protocol;

/// <summary>Writes events as lines to the parent, from any thread.</summary>
internal sealed class EventWriter(Stream output)
{
    private readonly Lock gate = new();

    public void Send(EngineEvent message)
    {
        // One write a line: a cell may be stopped between any two.
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, EngineJson.Default.EngineEvent), (byte)'\n'];
        lock (gate)
        {
            output.Write(line);
            output.Flush();
        }
    }

    /// <summary>The requests, read line by line from the parent.</summary>
    public static StreamReader Requests(Stream input) => new(input, new UTF8Encoding(false));
}
