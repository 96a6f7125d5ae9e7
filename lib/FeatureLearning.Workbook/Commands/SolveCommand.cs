using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Solving;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook solve</c>: one theory on data from CSV files, one JSON object on standard output.</summary>
internal static class SolveCommand
{
    private static readonly Dictionary<string, Activation> Activations = new(StringComparer.Ordinal)
    {
        ["linear"] = Activation.Linear,
        ["erf"] = Activation.Erf,
        ["relu"] = Activation.Relu,
    };

    public static Command Create()
    {
        Option<string> theory = new("--theory") { Required = true, Description = "Which theory." };
        theory.AcceptOnlyFromAmong([.. Theories.Names]);
        Option<string> trainX = File("--train-x", "Training inputs: CSV without header, one row a point.", required: true);
        Option<string> trainY = File("--train-y", "Training targets: one number a row.", required: true);
        Option<string> testX = File("--test-x", "Test inputs."), testY = File("--test-y", "Test targets, for the loss.");
        Option<int> width = new("--width") { Required = true, Description = "Width N ≥ 1.", HelpName = "N", CustomParser = ParseWidth };
        Option<string> activation = new("--activation") { Required = true, Description = "Activation." };
        activation.AcceptOnlyFromAmong([.. Activations.Keys]);
        Option<double?> gv = Number("--g-v", "Hidden prior variance times D; 1 by default."), gw = Number("--g-w", "Readout prior variance times Nχ; 1 by default."),
            chi = Number("--chi", "Scaling χ: 1 standard (default), N mean-field."), kappa = Number("--kappa", "Label-noise variance κ."),
            lambda0 = Number("--lambda0", "Hidden prior precision λ₀; 1 by default."), lambda1 = Number("--lambda1", "Readout prior precision λ₁; 1 by default."),
            temperature = Number("--temperature", "Temperature T.");
        Option<int?> particles = Whole("--particles", "Neurons of a replica (single-neuron theories)."),
            rounds = Whole("--rounds", "Rounds at the end; a fifth at each χ on the way."),
            replicas = Whole("--replicas", "Independent replicas, for error bars."), seed = Whole("--seed", "Seed of the random numbers.");
        Option<string> output = File("--out", "Write the JSON to this file instead of standard output.");

        Command command = new("solve", "Solves one theory on data from CSV files; prints one JSON object. Exit code 3 without convergence.")
        {
            theory, trainX, trainY, testX, testY, width, activation, gv, gw, chi, kappa, lambda0, lambda1, temperature,
            particles, rounds, replicas, seed, output,
        };
        command.SetAction(parsed => new SolveRequest(
            parsed.GetRequiredValue(theory), parsed.GetRequiredValue(trainX), parsed.GetRequiredValue(trainY),
            parsed.GetValue(testX), parsed.GetValue(testY), parsed.GetRequiredValue(width), Activations[parsed.GetRequiredValue(activation)],
            new NetworkParameters(
                parsed.GetValue(gv), parsed.GetValue(gw), parsed.GetValue(chi), parsed.GetValue(kappa),
                parsed.GetValue(lambda0), parsed.GetValue(lambda1), parsed.GetValue(temperature)),
            new SamplingParameters(parsed.GetValue(particles), parsed.GetValue(rounds), parsed.GetValue(replicas), parsed.GetValue(seed)),
            parsed.GetValue(output)).Execute());
        return command;
    }

    private static Option<string> File(string name, string description, bool required = false) =>
        new(name) { Description = description, HelpName = "FILE", Required = required };

    // The invariant culture on every machine: --kappa 0.1 means a tenth in Germany too.
    private static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            result.AddError($"{name} takes a number, not '{result.Tokens[0].Value}'");
            return null;
        },
    };

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

    private static int ParseWidth(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width >= 1)
        {
            return width;
        }

        result.AddError($"--width takes a whole number of at least 1, not '{result.Tokens[0].Value}'");
        return 0;
    }
}
