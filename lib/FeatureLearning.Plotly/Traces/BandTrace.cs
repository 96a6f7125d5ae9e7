using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>The area between a lower and an upper curve: a confidence or predictive band.</summary>
/// <remarks>
/// Drawn as one closed outline for each unbroken run of finite points, so that a gap in the data is a gap in the band. On a logarithmic
/// ordinate a lower edge that is not positive is drawn at the smallest positive edge of the band, since it has no place on the axis.
/// </remarks>
/// <param name="X">Abscissae.</param>
/// <param name="Lower">Lower edge, one an abscissa.</param>
/// <param name="Upper">Upper edge, one an abscissa.</param>
public sealed record BandTrace(ImmutableArray<double> X, ImmutableArray<double> Lower, ImmutableArray<double> Upper) : Trace
{
    internal override IEnumerable<double> Xs => X;

    internal override IEnumerable<double> Ys => Lower.Concat(Upper);

    internal override void WriteFields(Utf8JsonWriter writer, TraceContext context)
    {
        writer.WriteString("type", "scatter");
        writer.WriteString("mode", "lines");
        writer.WriteString("xaxis", context.XId);
        writer.WriteString("yaxis", context.YId);
        var name = Label.ToHtml(Series!.Name);
        writer.WriteString("name", name);
        writer.WriteString("legendgroup", name);
        writer.WriteBoolean("showlegend", context.InLegend);
        var (x, y) = Outline(context.Y.IsLog);
        writer.Numbers("x", x);
        writer.Numbers("y", y);
        writer.WriteString("fill", "toself");
        writer.WriteString("fillcolor", Series.Faint(0.2));
        writer.WriteString("hoverinfo", "skip");
        writer.Object("line", () => writer.WriteNumber("width", 0));
    }

    private (List<double> X, List<double> Y) Outline(bool isLog)
    {
        var floor = isLog ? Ys.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(double.NaN).Min() : double.NegativeInfinity;
        var (x, y) = (new List<double>(), new List<double>());
        for (var start = 0; start < X.Length; start++)
        {
            var end = start;
            while (end < X.Length && double.IsFinite(X[end] + Lower[end] + Upper[end]))
                end++;
            if (end == start)
                continue;
            if (x.Count > 0)
            {
                x.Add(double.NaN);
                y.Add(double.NaN);
            }

            for (var i = start; i < end; i++)
                Add(X[i], Lower[i]);
            for (var i = end - 1; i >= start; i--)
                Add(X[i], Upper[i]);
            start = end;
        }

        return (x, y);

        void Add(double abscissa, double ordinate)
        {
            x.Add(abscissa);
            y.Add(Math.Max(ordinate, floor));
        }
    }
}
