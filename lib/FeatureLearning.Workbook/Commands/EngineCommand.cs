using System.CommandLine;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Engine;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Report;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook engine</c>: the child process that runs one notebook's cells. For <c>workbook run</c> and Jupyter, not for people.</summary>
internal static class EngineCommand
{
    /// <summary>What Jupyter asks for: figures with their static picture as soon as they are shown.</summary>
    public const string PicturesOption = "--pictures";

    private static readonly TimeSpan PictureLimit = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        Option<bool> pictures = new(PicturesOption) { Description = "Give figures a static picture, where a browser can draw it." };
        Command command = new("engine", "Runs C# cells for JSON requests on standard input.") { pictures };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(pictures))
            {
                return EngineHost.Run(data => data);
            }

            string cache = WorkbookPlaces.Cache(WorkbookPlaces.FindRepository(Environment.CurrentDirectory));
            Lazy<IFigureRenderer> renderer = new(() => BrowserLibraries.Find(cache, CancellationToken.None).FiguresAsync().GetAwaiter().GetResult());
            return EngineHost.Run(data =>
            {
                if (!data.ContainsKey(MimeTypes.Plotly))
                {
                    return data;
                }

                using CancellationTokenSource limit = new(PictureLimit);
                return FigureOutputs.Complete(data, renderer.Value, limit.Token);
            });
        });
        return command;
    }
}
