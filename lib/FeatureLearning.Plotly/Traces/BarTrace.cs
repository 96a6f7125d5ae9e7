using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Bars over words or numbers.</summary>
/// <param name="Categories">Words below the bars, or empty when <paramref name="X"/> is used.</param>
/// <param name="X">Centres of the bars, or empty when <paramref name="Categories"/> is used.</param>
/// <param name="Heights">Heights of the bars.</param>
/// <param name="Widths">Widths in units of the abscissa, or null for plotly's own.</param>
/// <param name="Errors">Vertical error bars, or null.</param>
public sealed record BarTrace(
    ImmutableArray<string> Categories, ImmutableArray<double> X, ImmutableArray<double> Heights,
    ImmutableArray<double>? Widths = null, ErrorBars? Errors = null) : Trace
{
    internal override IEnumerable<double> Xs => X;

    internal override IEnumerable<double> Ys => Heights;

    internal override bool HasCategories => Categories.Length > 0;

    /// <summary>True for the bars of a histogram, which touch and lie over each other.</summary>
    internal bool IsHistogram => Widths is not null;

    internal override void WriteFields(Utf8JsonWriter writer, TraceContext context)
    {
        writer.WriteString("type", "bar");
        WriteCommon(writer, context);
        if (HasCategories)
            writer.Strings("x", Categories.Select(Label.ToHtml));
        else
            writer.Numbers("x", X);
        writer.Numbers("y", Heights);
        if (Widths is { } widths)
            writer.Numbers("width", widths);
        writer.Object("marker", () =>
        {
            writer.WriteString("color", IsHistogram ? Series!.Faint(0.35) : Series!.Faint(0.85));
            writer.Object("line", () =>
            {
                writer.WriteString("color", Series.Colour);
                writer.WriteNumber("width", IsHistogram ? 0.5 : 1);
            });
        });
        Errors?.Write(writer, Theme.Text);
    }
}
