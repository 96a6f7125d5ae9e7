using System.Globalization;
using FeatureLearning.Benchmarks.Works;

namespace FeatureLearning.Benchmarks;

/// <summary>What to compare.</summary>
/// <param name="Work">Name of a work, or <see cref="Everything"/>.</param>
/// <param name="Points">P, training points.</param>
/// <param name="Dimension">D, input dimension.</param>
/// <param name="TestPoints">Points to predict.</param>
/// <param name="Width">N, width of the network.</param>
/// <param name="Repetitions">Measurements of each program.</param>
/// <param name="Store">True to keep the outcome in <c>results/</c>.</param>
internal sealed record Settings(string Work, int Points, int Dimension, int TestPoints, int Width, int Repetitions, bool Store)
{
    /// <summary>T, the temperature.</summary>
    public const double Temperature = 0.01;

    /// <summary>All works, one after the other.</summary>
    public const string Everything = "all";

    private const string Usage =
        "compare [--work NAME|all] [--repetitions 5] [--store], and for the proportional limit\n"
        + "        [--points 2000] [--dimension 200] [--test-points 500] [--width 1000]\n"
        + "floors | scaling [--store] | growth [--points P] [--store] | peaks [--store] | kernels [--filter PATTERN]";

    /// <summary>The settings of a command line, or null when it is not understood.</summary>
    public static Settings? Parse(string[] arguments)
    {
        if (arguments is not ["compare", ..])
            return null;
        var settings = new Settings(Everything, 2000, 200, 500, 1000, 5, Store: false);
        for (var i = 1; i < arguments.Length; i++)
        {
            if (arguments[i] == "--store")
            {
                settings = settings with { Store = true };
                continue;
            }

            if (arguments[i] == "--work" && i + 1 < arguments.Length)
            {
                settings = settings with { Work = arguments[++i] };
                if (settings.Work != Everything && Catalogue.All.All(work => work.Name != settings.Work))
                    return null;
                continue;
            }

            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
                return null;
            if (settings.With(arguments[i++], value) is not { } changed)
                return null;
            settings = changed;
        }

        return settings;
    }

    /// <summary>Prints how to call the program; the exit code of a bad call.</summary>
    public static int Help()
    {
        Console.Error.WriteLine(Usage);
        foreach (var work in Catalogue.All)
            Console.Error.WriteLine($"  {work.Name}: {work.Summary}");
        return 2;
    }

    private Settings? With(string option, int value) => option switch
    {
        "--points" => this with { Points = value },
        "--dimension" => this with { Dimension = value },
        "--test-points" => this with { TestPoints = value },
        "--width" => this with { Width = value },
        "--repetitions" => this with { Repetitions = value },
        _ => null,
    };
}
