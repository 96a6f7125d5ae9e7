using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Run;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook run</c>: executes notebooks, writes executed .ipynb files and the report.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string[]> notebooks = new("NOTEBOOK")
        {
            Description = ".dib or .ipynb files; all of notebooks/ when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> profile = new("--profile")
        {
            Description = "fast (minutes) or full (the papers' sizes); notebooks read it from WORKBOOK_PROFILE.",
            DefaultValueFactory = _ => Profile.Fast.Name,
        };
        profile.AcceptOnlyFromAmong(Profile.Fast.Name, Profile.Full.Name);
        Option<string?> output = new("--out")
        {
            Description = "Where executed notebooks and report/ go; artifacts/ of the repository by default.",
        };
        Option<TimeSpan?> timeout = new("--timeout")
        {
            Description = "Seconds that one cell may take; 600 in the fast profile and 7200 in the full one by default.",
            HelpName = "SECONDS",
            CustomParser = ParseTimeout,
        };
        Option<bool> keepGoing = new("--keep-going") { Description = "After a failing cell go on with the next notebook." };
        Option<bool> update = new("--update")
        {
            Description = "Also write each .dib's executed .ipynb beside it, where every cell succeeded.",
        };

        Command command = new("run", "Runs notebooks and writes executed .ipynb files and an HTML report.")
        {
            notebooks, profile, output, timeout, keepGoing, update,
        };
        command.SetAction((parsed, _) =>
        {
            Profile chosen = Profile.Named(parsed.GetValue(profile)!);
            string? repository = WorkbookPlaces.FindRepository(Environment.CurrentDirectory);
            return ExecuteAsync(new RunOptions(
                NotebookFinder.Find(parsed.GetValue(notebooks) ?? [], repository),
                chosen,
                Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(repository ?? Environment.CurrentDirectory, "artifacts")),
                parsed.GetValue(timeout) ?? chosen.CellTimeout,
                parsed.GetValue(keepGoing),
                parsed.GetValue(update),
                repository));
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(RunOptions options)
    {
        using StopSignals signals = new();
        using ConsoleProgress progress = new(Console.Out, Console.Error, !Console.IsOutputRedirected && !Console.IsErrorRedirected);
        RunSummary summary = await RunOrchestrator.RunAsync(options, progress, signals.Token).ConfigureAwait(false);
        return summary.Outcome switch
        {
            RunOutcome.Succeeded => ExitCode.Success,
            RunOutcome.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private static TimeSpan? ParseTimeout(ArgumentResult result)
    {
        string text = result.Tokens is [var token] ? token.Value : "";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= 1e6)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"--timeout takes a number of seconds above 0 and up to 1000000, not '{text}'");
        return null;
    }
}
