using System.CommandLine;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Report;
using FeatureLearning.Workbook.Report.Api;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook docs</c>: the reference of the libraries as HTML, without a run of notebooks.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        Option<string?> output = new("--out") { Description = "Where the pages go; artifacts/api of the repository by default.", HelpName = "DIR" };
        Command command = new("docs", "Writes the reference of the libraries as HTML, a page a public type, as 'run' puts it into its report.")
        {
            output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? repository = WorkbookPlaces.FindRepository(Environment.CurrentDirectory);
            string folder = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(repository ?? Environment.CurrentDirectory, "artifacts", "api"));
            BrowserLibraries libraries = BrowserLibraries.Find(WorkbookPlaces.Cache(repository), cancellation);
            try
            {
                PageAssets assets = await PageAssets.PlaceAsync(folder, libraries).ConfigureAwait(false);
                Console.WriteLine(ApiPages.Write(folder, assets, isInBook: false));
                return ExitCode.Success;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UsageException(error.Message, error);
            }
        });
        return command;
    }
}
