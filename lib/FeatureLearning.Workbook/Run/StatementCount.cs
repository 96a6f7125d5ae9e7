using System.Text.RegularExpressions;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Run;

/// <summary>How many machine-checked statements a notebook makes, and how many of them hold, read from its statement tables.</summary>
internal sealed partial record StatementCount(int Holding, int Total)
{
    public static StatementCount Of(Notebook notebook)
    {
        List<bool> statements = [.. notebook.Cells
            .SelectMany(cell => cell.Outputs)
            .OfType<BundleOutput>()
            .Where(bundle => bundle.Data.ContainsKey(MimeTypes.Html))
            .SelectMany(bundle => Row().Matches(bundle.Data[MimeTypes.Html]))
            .Select(match => match.Groups[1].Value == "true")];
        return new StatementCount(statements.Count(holds => holds), statements.Count);
    }

    /// <summary>A statement table marks each row with <c>data-holds="true"</c> or <c>"false"</c>.</summary>
    [GeneratedRegex("data-holds=\"(true|false)\"")]
    private static partial Regex Row();
}
