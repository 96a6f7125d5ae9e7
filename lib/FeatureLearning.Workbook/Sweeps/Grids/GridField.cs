using System.Text.Json;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>What a field of a grid holds.</summary>
internal enum FieldKind
{
    /// <summary>An int.</summary>
    Whole,

    /// <summary>A finite double.</summary>
    Real,

    /// <summary>A string.</summary>
    Text,
}

/// <summary>A field of a network, task, solver or sampler: its name, kind and domain.</summary>
/// <param name="Name">The key in JSON.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record GridField(string Name, FieldKind Kind)
{
    /// <summary>The longest path that Linux takes.</summary>
    private const int MaxTextLength = 4096;

    /// <summary>Least value of a number.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>Greatest value of a number.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Least"/> itself is outside.</summary>
    public bool IsAboveLeast { get; init; }

    /// <summary>The texts that there are; all where it is empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What is taken where the key is missing: an int, double or string.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the key may be missing although there is no default.</summary>
    public bool IsOptional { get; init; }

    public static GridField Count(string name, int least = 1) => new(name, FieldKind.Whole) { Least = least };

    public static GridField Real(string name) => new(name, FieldKind.Real);

    public static GridField Positive(string name) => Real(name) with { Least = 0, IsAboveLeast = true };

    public static GridField Text(string name, params IReadOnlyList<string> choices) => new(name, FieldKind.Text) { Choices = choices };

    /// <summary>One value from JSON: an int, double or string.</summary>
    /// <exception cref="GridException">Another kind, or outside the domain.</exception>
    public object Read(JsonElement element, string where) => Kind switch
    {
        FieldKind.Text when element.ValueKind == JsonValueKind.String && IsChoice(element.GetString()!) => element.GetString()!,
        FieldKind.Whole when element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int whole) && IsInside(whole) => whole,
        FieldKind.Real when element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double real) && IsInside(real) => real,
        _ => throw GridJson.Wrong(where, Expected, element),
    };

    /// <summary>A value of a range, rounded for whole fields.</summary>
    /// <exception cref="GridException">It is outside the domain.</exception>
    public object FromRange(double value, string where) =>
        Kind == FieldKind.Whole && Math.Round(value) is var rounded && Math.Abs(rounded) <= int.MaxValue && IsInside(rounded) ? (object)(int)rounded
        : Kind == FieldKind.Real && IsInside(value) ? value
        : throw new GridException(FormattableString.Invariant($"{where}: expected {Expected}, not {value}."));

    private string Expected => Kind switch
    {
        FieldKind.Text => Choices.Count == 0 ? "a text of 1 to 4096 printable characters" : $"one of {string.Join(", ", Choices)}",
        _ when double.IsFinite(Most) => FormattableString.Invariant($"a {(Kind == FieldKind.Whole ? "whole number" : "number")} from {Least} to {Most}"),
        FieldKind.Whole => FormattableString.Invariant($"a whole number of at least {Least}"),
        _ when double.IsFinite(Least) => FormattableString.Invariant($"a finite number {(IsAboveLeast ? "above" : "of at least")} {Least}"),
        _ => "a finite number",
    };

    private bool IsChoice(string text) =>
        Choices.Count == 0 ? text.Length is > 0 and <= MaxTextLength && !text.Any(char.IsControl) : Choices.Contains(text);

    private bool IsInside(double value) => double.IsFinite(value) && (IsAboveLeast ? value > Least : value >= Least) && value <= Most;
}
