using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>What a <see cref="ScatterTrace"/> draws.</summary>
public enum ScatterMode
{
    /// <summary>A line through the points.</summary>
    Lines,
    /// <summary>A marker at each point.</summary>
    Markers,
    /// <summary>Both.</summary>
    LinesAndMarkers,
}

/// <summary>Points (x, y) as a line, markers or both, with error bars where given.</summary>
/// <param name="X">Abscissae; NaN breaks the line.</param>
/// <param name="Y">Ordinates, one an abscissa; NaN breaks the line.</param>
/// <param name="Mode">What is drawn.</param>
/// <param name="Errors">Vertical error bars, or null.</param>
/// <param name="IsStep">True for a line of steps: each ordinate holds until the next abscissa.</param>
public sealed record ScatterTrace(
    ImmutableArray<double> X, ImmutableArray<double> Y, ScatterMode Mode, ErrorBars? Errors = null, bool IsStep = false) : Trace
{
    internal override IEnumerable<double> Xs => X;

    internal override IEnumerable<double> Ys => Y;

    internal override void WriteFields(Utf8JsonWriter writer, TraceContext context)
    {
        var series = Series!;
        writer.WriteString("type", "scatter");
        writer.WriteString("mode", Mode switch
        {
            ScatterMode.Lines => "lines",
            ScatterMode.Markers => "markers",
            _ => "lines+markers",
        });
        WriteCommon(writer, context, Errors is { Below: null } ? "%{y:.4~g} ± %{error_y.array:.2~g}" : "%{y:.4~g}");
        writer.Numbers("x", X);
        writer.Numbers("y", Y);
        if (Mode != ScatterMode.Markers)
            WriteLine(writer, series);
        if (Mode != ScatterMode.Lines)
            WriteMarker(writer, series, X.Length > 200 ? 4 : 8);
        Errors?.Write(writer, series.Colour);
    }

    private void WriteLine(Utf8JsonWriter writer, Series series) => writer.Object("line", () =>
    {
        writer.WriteString("color", series.Colour);
        writer.WriteNumber("width", series.Width);
        writer.WriteString("dash", Names.Of(series.Dash));
        if (IsStep)
            writer.WriteString("shape", "hv");
    });

    private static void WriteMarker(Utf8JsonWriter writer, Series series, double size) => writer.Object("marker", () =>
    {
        writer.WriteString("color", series.Colour);
        writer.WriteString("symbol", Names.Of(series.Marker));
        writer.WriteNumber("size", size);
        // Open symbols are drawn by their outline; filled ones have a white rim, which keeps overlapping points apart.
        writer.Object("line", () =>
        {
            writer.WriteString("color", series.Marker == Marker.CircleOpen ? series.Colour : Theme.Paper);
            writer.WriteNumber("width", series.Marker == Marker.CircleOpen ? 1.5 : 0.5);
        });
    });
}
