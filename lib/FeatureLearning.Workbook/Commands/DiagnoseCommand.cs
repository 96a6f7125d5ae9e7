using System.CommandLine;
using System.Globalization;
using FeatureLearning.Workbook.Diagnosing;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook diagnose</c>: whether the draws of an .npz have converged, as one JSON object on standard output.</summary>
internal static class DiagnoseCommand
{
    public static Command Create()
    {
        Argument<string> file = new("FILE.npz") { Description = "Draws: arrays posterior/NAME of shape (chain, draw, …)." };
        Option<double?> gap = new("--gap")
        {
            Description = "Smallest difference that is claimed: the error of each mean must be a tenth of it or less.",
            HelpName = "NUMBER",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0)
                {
                    return value;
                }

                result.AddError($"--gap takes a number of at least 0, not '{text}'");
                return null;
            },
        };
        Option<string?> output = new("--out") { Description = "Write the JSON to this file instead of standard output.", HelpName = "FILE" };
        Command command = new("diagnose", "Diagnoses draws: R-hat, effective sizes, standard errors. Exit code 3 where they have not converged.")
        {
            file, gap, output,
        };
        command.SetAction(parsed => new DiagnoseRequest(parsed.GetRequiredValue(file), parsed.GetValue(gap), parsed.GetValue(output)).Execute());
        return command;
    }
}
