using System.Globalization;

namespace FeatureLearning.Tests.Reference;

/// <summary>A CSV table with a header; fields by column name.</summary>
internal sealed class CsvTable
{
    private readonly string[] header;
    private readonly string[][] rows;

    private CsvTable(string[] lines)
    {
        header = lines[0].Split(',');
        rows = [.. lines.Skip(1).Select(line => line.Split(','))];
    }

    public int Count => rows.Length;

    public static CsvTable Read(string path)
    {
        using var reader = new StreamReader(ReferenceFile.Open(path));
        return new CsvTable(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    public string Text(int row, string column) => rows[row][Array.IndexOf(header, column)];

    public double Number(int row, string column) => double.Parse(Text(row, column), CultureInfo.InvariantCulture);
}
