using System.Globalization;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Sweeps.Merging;

/// <summary>A column of the merged table: a value or null for each job, all of one kind.</summary>
/// <param name="Name">Header in CSV, array in NPZ.</param>
/// <param name="Values">An int, double, bool or string for each job, or null.</param>
internal abstract record TableColumn(string Name, IReadOnlyList<object?> Values)
{
    /// <summary>The values as an array of NumPy: what there is not is NaN among doubles and −1 elsewhere.</summary>
    public abstract NpyArray ToArray();

    /// <summary>The texts that integers of <see cref="ToArray"/> stand for, or null.</summary>
    public virtual IReadOnlyList<string>? Categories => null;

    /// <summary>A value in CSV; empty where there is none.</summary>
    public string Field(int row) => Values[row] switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string text => Quoted(text),
        IFormattable number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A column cannot hold {Values[row]!.GetType()}."),
    };

    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>Integers ≥ 0, as int64.</summary>
internal sealed record WholeColumn(string Name, IReadOnlyList<object?> Values) : TableColumn(Name, Values)
{
    public override NpyArray ToArray() => NpyArray.Of([.. Values.Select(value => (long)((int?)value ?? -1))], Values.Count);
}

/// <summary>Numbers, as float64.</summary>
internal sealed record RealColumn(string Name, IReadOnlyList<object?> Values) : TableColumn(Name, Values)
{
    public override NpyArray ToArray() => NpyArray.Of([.. Values.Select(value => (double?)value ?? double.NaN)], Values.Count);
}

/// <summary>True or false, as int64 1 and 0.</summary>
internal sealed record FlagColumn(string Name, IReadOnlyList<object?> Values) : TableColumn(Name, Values)
{
    public override NpyArray ToArray() => NpyArray.Of([.. Values.Select(value => value is bool flag ? (flag ? 1L : 0L) : -1L)], Values.Count);
}

/// <summary>Texts, as int64 codes into the sorted list of different texts.</summary>
internal sealed record TextColumn(string Name, IReadOnlyList<object?> Values) : TableColumn(Name, Values)
{
    public override IReadOnlyList<string> Categories { get; } = [.. Values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public override NpyArray ToArray()
    {
        Dictionary<string, long> codes = Categories.Select((text, i) => (text, i)).ToDictionary(one => one.text, one => (long)one.i, StringComparer.Ordinal);
        return NpyArray.Of([.. Values.Select(value => value is string text ? codes[text] : -1)], Values.Count);
    }
}
