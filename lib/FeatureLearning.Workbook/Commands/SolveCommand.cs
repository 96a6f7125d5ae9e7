using System.CommandLine;
using System.Globalization;
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
        Option<int?> particles = Whole("--particles", "Neurons of a replica (single-neuron theories)."),
            rounds = Whole("--rounds", "Rounds at the end; a fifth at each χ on the way."),
            replicas = Whole("--replicas", "Independent replicas, for error bars."), seed = Whole("--seed", "Seed of the random numbers.");
        Option<string> output = NetworkOptions.File("--out", "Write the JSON to this file instead of standard output.");

        Command command = new("solve", "Solves one theory on data from CSV files; prints one JSON object. Exit code 3 without convergence.") { theory };
        network.AddTo(command);
        foreach (Option option in new Option[] { particles, rounds, replicas, seed, output })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => new SolveRequest(
            parsed.GetRequiredValue(theory), network.Files(parsed), network.Shape(parsed),
            new SamplingParameters(parsed.GetValue(particles), parsed.GetValue(rounds), parsed.GetValue(replicas), parsed.GetValue(seed)),
            parsed.GetValue(output)).Execute());
        return command;
    }

    private static Option<int?> Whole(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            result.AddError($"{name} takes a whole number, not '{result.Tokens[0].Value}'");
            return null;
        },
    };
}
