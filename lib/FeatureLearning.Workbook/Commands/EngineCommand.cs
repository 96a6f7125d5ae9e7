using System.CommandLine;
using FeatureLearning.Protocol;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook engine</c>: an engine for Jupyter, whose figures come with static pictures. For our Jupyter kernel, not for people.</summary>
internal static class EngineCommand
{
    public const string Name = "engine";

    public static Command Create()
    {
        Command command = new(Name, "Runs C# cells for JSON requests on standard input.") { Hidden = true };
        command.SetAction(async (_, cancellation) =>
        {
            string cache = WorkbookPlaces.Cache(WorkbookPlaces.FindRepository(Environment.CurrentDirectory));
            Lazy<Task<IFigureRenderer>> renderer = new(() => BrowserLibraries.Find(cache, cancellation).FiguresAsync());
            (Stream input, Stream output) = NativeStreams.Claim();
            return await EngineRelay.RunAsync(input, output, renderer).ConfigureAwait(false);
        });
        return command;
    }
}
