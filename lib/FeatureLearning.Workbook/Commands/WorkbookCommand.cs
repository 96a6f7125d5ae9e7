using System.CommandLine;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Commands;

/// <summary>The command line as a whole: the list of verbs, and what every verb's errors look like.</summary>
internal static class WorkbookCommand
{
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        RootCommand root = new(
            "Runs the notebooks of FeatureLearning.Notebooks headless and writes their report. Running a notebook runs its code.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ConvertCommand.Create());
        root.Subcommands.Add(KernelCommand.Create());
        root.Subcommands.Add(SolveCommand.Create());
        root.Subcommands.Add(SampleCommand.Create());
        root.Subcommands.Add(DiagnoseCommand.Create());
        root.Subcommands.Add(DataCommand.Create());
        root.Subcommands.Add(DocsCommand.Create());
        root.Subcommands.Add(SweepCommand.Create());
        root.Subcommands.Add(EngineCommand.Create());

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors is [{ } first, ..])
        {
            return Complain($"{first.Message.TrimEnd()} (see 'workbook --help')");
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // a verb that can be stopped half-way stops by itself
            }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is UsageException or NotebookFormatException)
        {
            return Complain(exception.Message);
        }
    }

    private static int Complain(string message)
    {
        Console.Error.WriteLine($"workbook: {message.ReplaceLineEndings(" ")}");
        return ExitCode.BadInput;
    }
}
