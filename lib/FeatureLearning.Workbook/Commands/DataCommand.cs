using System.CommandLine;
using System.Globalization;
using FeatureLearning.Storage;
using FeatureLearning.Tasks;
using FeatureLearning.Workbook.Data;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook data</c>: lists, fetches and verifies the data sets of <c>data/manifest.json</c>, and writes drawn digits.</summary>
internal static class DataCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        Argument<string[]> names = new("DATASET") { Description = "mnist, cifar-10; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> folder = new("--folder")
        {
            Description = "Where the data lie; data/ of the repository by default.",
            HelpName = "DIR",
            Recursive = true,
        };
        Option<string?> manifest = new("--manifest") { Description = "Another manifest than the command's own.", HelpName = "FILE", Recursive = true };
        Option<double?> timeout = NetworkOptions.Number("--timeout", "Seconds without a byte after which the next mirror is tried; 30 by default.");

        Command list = new("list", "Lists data sets, their files, and which of them are here.") { names };
        list.SetAction(parsed => Request(parsed).List());
        Command fetch = new("fetch", "Fetches what is missing: resumes, checks the SHA-256, tries the mirrors in turn.") { names, timeout };
        fetch.SetAction((parsed, cancellation) => Request(parsed).FetchAsync(Idle(parsed.GetValue(timeout)), cancellation));
        Command verify = new("verify", "Compares what is here with the published SHA-256. Exit code 1 if a file is missing or differs.") { names };
        verify.SetAction(parsed => Request(parsed).Verify());
        Command command = new("data", "Real data: MNIST and CIFAR-10; and drawn digits in the same format.") { list, fetch, verify, Draw() };
        command.Options.Add(folder);
        command.Options.Add(manifest);
        return command;

        DataRequest Request(ParseResult parsed) => new(
            DataManifest.Read(parsed.GetValue(manifest)).Named(parsed.GetValue(names) ?? []), Folder(parsed.GetValue(folder)), Console.Out, Console.Error);
    }

    private static Command Draw()
    {
        Option<int> count = NetworkOptions.Count("--count", 1, "Pictures, the ten digits in turn.", 1000),
            side = NetworkOptions.Count("--side", 8, "Pixels of a side.", 28), seed = NetworkOptions.Count("--seed", 0, "Seed.", 1);
        Option<string> output = new("--out") { Required = true, Description = "Folder for images-idx3-ubyte.gz and labels-idx1-ubyte.gz.", HelpName = "DIR" };
        Command draw = new("draw", "Writes drawn digits as MNIST files: strokes under random affine maps with noise.") { count, side, seed, output };
        draw.SetAction(parsed =>
        {
            try
            {
                DrawnFiles.Write(
                    DrawnDigitsTask.Pictures(parsed.GetValue(count), parsed.GetValue(side), parsed.GetValue(seed)), parsed.GetRequiredValue(output));
                return ExitCode.Success;
            }
            catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw new UsageException(error.Message, error);
            }
        });
        return draw;
    }

    private static string Folder(string? given) => Path.GetFullPath(
        given ?? Path.Combine(WorkbookPlaces.FindRepository(Environment.CurrentDirectory) ?? Environment.CurrentDirectory, "data"));

    private static TimeSpan Idle(double? seconds) => seconds switch
    {
        null => Patience,
        > 0 and <= 3600 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"--timeout takes a number of seconds above 0 and up to 3600, not '{seconds}'")),
    };
}
