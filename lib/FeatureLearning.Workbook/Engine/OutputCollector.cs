using System.Collections.Immutable;
using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Engine;

/// <summary>Turns engine events into a cell's outputs; consecutive pieces of one stream become one output.</summary>
internal sealed class OutputCollector
{
    private readonly ImmutableArray<CellOutput>.Builder outputs = ImmutableArray.CreateBuilder<CellOutput>();

    public void Add(EngineEvent message)
    {
        switch (message)
        {
            case StreamEvent stream: AddText(stream.Name, stream.Text); break;
            case DisplayEvent display: Add(new BundleOutput(display.Data, IsResult: false)); break;
            case ResultEvent result: Add(new BundleOutput(result.Data, IsResult: true)); break;
            case ErrorEvent error: Add(new ErrorOutput(error.Name, error.Message, error.Line, error.Source, error.Trace)); break;
        }
    }

    public void Add(CellOutput output) => outputs.Add(output);

    public ImmutableArray<CellOutput> ToImmutable() => outputs.ToImmutable();

    private void AddText(string name, string text)
    {
        if (outputs is [.., StreamOutput last] && last.Name == name)
        {
            outputs[^1] = last with { Text = last.Text + text };
        }
        else
        {
            outputs.Add(new StreamOutput(name, text));
        }
    }
}
