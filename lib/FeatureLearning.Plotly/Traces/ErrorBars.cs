using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Vertical error bars of points, in the units of the ordinate.</summary>
/// <param name="Above">Lengths above the points, one a point, not negative; NaN draws none.</param>
/// <param name="Below">Lengths below the points, or null when the bars are symmetric.</param>
public sealed record ErrorBars(ImmutableArray<double> Above, ImmutableArray<double>? Below)
{
    /// <summary>Checks and copies what a figure's method was given; null when there are no error bars.</summary>
    internal static ErrorBars? From(IEnumerable<double>? error, IEnumerable<double>? errorBelow, int count)
    {
        if (error is null)
            return errorBelow is null ? null : throw new ArgumentException("errorBelow needs error, the lengths above.", nameof(errorBelow));
        var above = Checked(Data.Take(error, nameof(error), count), nameof(error));
        return new ErrorBars(above, errorBelow is null ? null : Checked(Data.Take(errorBelow, nameof(errorBelow), count), nameof(errorBelow)));
    }

    internal void Write(Utf8JsonWriter writer, string colour) => writer.Object("error_y", () =>
    {
        writer.WriteString("type", "data");
        writer.WriteBoolean("symmetric", Below is null);
        writer.Numbers("array", Above);
        if (Below is { } below)
            writer.Numbers("arrayminus", below);
        writer.WriteString("color", colour);
        writer.WriteNumber("thickness", 1.2);
        writer.WriteNumber("width", 3);
    });

    private static ImmutableArray<double> Checked(ImmutableArray<double> lengths, string argument)
    {
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0)
                throw new ArgumentException($"{argument}[{i}] is negative; error bars are lengths.", argument);
        }

        return lengths;
    }
}
