using System.CommandLine;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook convert</c>: a notebook from one format to the other, told by the names' endings.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> input = new("IN") { Description = "The notebook, .dib or .ipynb." };
        Argument<string> output = new("OUT") { Description = "The file to write, .ipynb or .dib; replaced when it is there." };
        Command command = new("convert", "Converts a notebook between .dib and .ipynb.") { input, output };
        command.SetAction(parsed => Execute(parsed.GetValue(input)!, parsed.GetValue(output)!));
        return command;
    }

    private static int Execute(string input, string output)
    {
        foreach (string name in (string[])[input, output])
        {
            if (!NotebookFile.IsNotebook(name))
            {
                throw new UsageException($"'{name}' is not a notebook: its name must end in .dib or .ipynb");
            }
        }

        Notebook notebook = NotebookFile.Read(input);
        string text = NotebookFile.Write(notebook, output);
        try
        {
            AtomicFile.Write(output, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{output}: {error.Message}", error);
        }

        if (NotebookFile.LeftOut(notebook, output) is { Length: > 0 } leftOut)
        {
            Console.Error.WriteLine($"workbook: a .dib has no place for {string.Join(", ", leftOut)}; left out");
        }

        return ExitCode.Success;
    }
}
