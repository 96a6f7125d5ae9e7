using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <content>Lines at a value and remarks at a point.</content>
public sealed partial record Figure
{
    private static readonly Series QuietLine = new("", Theme.Quiet, Marker.Circle, Dash.Dash, 1.2);

    /// <summary>A line across the panel at one ordinate, for a threshold or an expected value.</summary>
    /// <param name="y">Ordinate in data units.</param>
    /// <param name="text">Text on the line, plain or TeX.</param>
    /// <param name="series">Colour, dash and width; null is a quiet grey dashed line.</param>
    /// <exception cref="ArgumentException">The value is not finite or the text not readable.</exception>
    public Figure HorizontalLine(double y, string text = "", Series? series = null) => AddLine(isHorizontal: true, y, text, series);

    /// <summary>A line across the panel at one abscissa, for a transition or a boundary of a regime.</summary>
    /// <param name="x">Abscissa in data units.</param>
    /// <param name="text">Text on the line, plain or TeX.</param>
    /// <param name="series">Colour, dash and width; null is a quiet grey dashed line.</param>
    /// <exception cref="ArgumentException">The value is not finite or the text not readable.</exception>
    public Figure VerticalLine(double x, string text = "", Series? series = null) => AddLine(isHorizontal: false, x, text, series);

    /// <summary>A remark at a point, in data units also on logarithmic axes.</summary>
    /// <param name="x">Abscissa.</param>
    /// <param name="y">Ordinate.</param>
    /// <param name="text">The remark, plain or TeX.</param>
    /// <param name="arrow">True to put the text beside the point with an arrow to it, false to centre it on the point.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite or the text not readable.</exception>
    public Figure Note(double x, double y, string text, bool arrow = true)
    {
        Label.ToHtml(text);
        if (!double.IsFinite(x) || !double.IsFinite(y))
            throw new ArgumentException(Invariant($"A remark needs a finite place, not ({x}, {y})."), double.IsFinite(x) ? nameof(y) : nameof(x));
        return With(panel => panel with { Notes = panel.Notes.Add(new Note(x, y, text, arrow)) });
    }

    private Figure AddLine(bool isHorizontal, double at, string text, Series? series)
    {
        Label.ToHtml(text);
        if (!double.IsFinite(at))
            throw new ArgumentException(Invariant($"A line needs a finite place, not {at}."), isHorizontal ? "y" : "x");
        return With(panel => panel with { Lines = panel.Lines.Add(new ReferenceLine(isHorizontal, at, text, series ?? QuietLine)) });
    }
}
