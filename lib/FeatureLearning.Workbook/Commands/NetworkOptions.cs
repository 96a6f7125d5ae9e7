using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FeatureLearning.Networks;
using FeatureLearning.Workbook.Solving;

namespace FeatureLearning.Workbook.Commands;

/// <summary>The options that say which network on which data: the same for every verb that computes.</summary>
internal sealed class NetworkOptions
{
    /// <summary>Every activation by its name.</summary>
    public static readonly IReadOnlyDictionary<string, Activation> Activations = new Dictionary<string, Activation>(StringComparer.Ordinal)
    {
        ["linear"] = Activation.Linear,
        ["erf"] = Activation.Erf,
        ["relu"] = Activation.Relu,
        ["tanh"] = Activation.Tanh,
    };

    private readonly Option<string>
        trainX = File("--train-x", "Training inputs: CSV without header, one row a point.", required: true),
        trainY = File("--train-y", "Training targets: one number a row.", required: true),
        testX = File("--test-x", "Test inputs."),
        testY = File("--test-y", "Test targets, for the loss."),
        activation = new("--activation") { Required = true, Description = "Activation." };

    private readonly Option<int> width = Count("--width", 1, "Width N ≥ 1.");

    private readonly Option<double?>
        gv = Number("--g-v", "Hidden prior variance times D; 1 by default."),
        gw = Number("--g-w", "Readout prior variance times Nχ; 1 by default."),
        chi = Number("--chi", "Scaling χ: 1 standard (default), N mean-field."),
        kappa = Number("--kappa", "Label-noise variance κ."),
        lambda0 = Number("--lambda0", "Hidden prior precision λ₀; 1 by default."),
        lambda1 = Number("--lambda1", "Readout prior precision λ₁; 1 by default."),
        temperature = Number("--temperature", "Temperature T.");

    public NetworkOptions()
    {
        activation.AcceptOnlyFromAmong([.. Activations.Keys]);
        width.Required = true;
    }

    /// <summary>Adds all options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[trainX, trainY, testX, testY, width, activation, gv, gw, chi, kappa, lambda0, lambda1, temperature])
        {
            command.Options.Add(option);
        }
    }

    public InputFiles Files(ParseResult parsed) => new(
        parsed.GetRequiredValue(trainX), parsed.GetRequiredValue(trainY), parsed.GetValue(testX), parsed.GetValue(testY));

    public NetworkShape Shape(ParseResult parsed) => new(
        parsed.GetRequiredValue(width), Activations[parsed.GetRequiredValue(activation)],
        new NetworkParameters(
            parsed.GetValue(gv), parsed.GetValue(gw), parsed.GetValue(chi), parsed.GetValue(kappa),
            parsed.GetValue(lambda0), parsed.GetValue(lambda1), parsed.GetValue(temperature)));

    public static Option<string> File(string name, string description, bool required = false) =>
        new(name) { Description = description, HelpName = "FILE", Required = required };

    // The invariant culture on every machine: --kappa 0.1 means a tenth in Germany too.
    public static Option<double?> Number(string name, string description) => new(name)
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

    public static Option<int> Count(string name, int least, string description, int? otherwise = null)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", CustomParser = result => ParseCount(result, name, least) };
        if (otherwise is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }

    private static int ParseCount(ArgumentResult result, string name, int least)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least)
        {
            return count;
        }

        result.AddError(FormattableString.Invariant($"{name} takes a whole number of at least {least}, not '{result.Tokens[0].Value}'"));
        return 0;
    }
}
