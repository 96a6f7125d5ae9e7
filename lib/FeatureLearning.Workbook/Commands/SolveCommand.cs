using System.CommandLine;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Solving;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook solve</c>: one theory on data from CSV files, one JSON object on standard output.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        Option<string> theory = new("--theory") { Required = true, Description = "Which theory." };
        theory.AcceptOnlyFromAmong([.. Theories.Names]);
        NetworkOptions network = new();
        Option<string> output = NetworkOptions.File("--out", "Write the JSON to this file instead of standard output.");

        Command command = new("solve", "Solves one theory on data from CSV files; prints one JSON object. Exit code 3 without convergence.") { theory };
        network.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parsed => new SolveRequest(
            parsed.GetRequiredValue(theory), network.Files(parsed), network.Shape(parsed), parsed.GetValue(output)).Execute());
        return command;
    }
}
