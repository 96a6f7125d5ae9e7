using System.Globalization;
using FeatureLearning.Tests.Reference;

namespace FeatureLearning.Tests.Sampling.Diagnostics;

/// <summary>The chains of Reference/chains and what R's posterior says of them, tables/chains.csv.</summary>
internal static class StoredChains
{
    public static readonly CsvTable Table = CsvTable.Read("tables/chains.csv");

    public static string[] Names { get; } = [.. Enumerable.Range(0, Table.Count).Select(row => Table.Text(row, "case"))];

    public static double Expected(string name, string column) => Table.Number(Array.IndexOf(Names, name), column);

    /// <summary>chains × draws.</summary>
    public static double[,] Read(string name)
    {
        using var reader = new StreamReader(ReferenceFile.Open($"chains/{name}.csv"));
        string[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
        var chains = new double[rows[0].Length, rows.Length];
        for (var draw = 0; draw < rows.Length; draw++)
        {
            for (var chain = 0; chain < rows[0].Length; chain++)
            {
                chains[chain, draw] = double.Parse(rows[draw][chain], CultureInfo.InvariantCulture);
            }
        }

        return chains;
    }
}
