namespace FeatureLearning.Plotly;

/// <summary>
/// How much room the axes and the colour bar of one panel take beside its plotting area, in CSS pixels; rather too much than too little.
/// </summary>
internal sealed class PanelRoom(Figure figure, int index, bool isNarrow, double fontSize)
{
    private const int TickLength = 4;
    private const int Pad = 6;
    private const int TitleStandoff = 8;

    /// <summary>The least room for the labels of a vertical axis: −0.302 and 1.015 are common.</summary>
    private const int LeastLabelLength = 5;

    private const int LeastBarLabelLength = 4;

    private readonly Panel panel = figure.Panels[index];

    private int Column => index % figure.ColumnCount;

    /// <summary>True when the horizontal axis' labels stand below a panel further down only.</summary>
    public bool HidesXLabels => figure.SharesX && !isNarrow && index + figure.ColumnCount < figure.Panels.Length;

    /// <summary>True when the vertical axis' labels stand at the left panel only.</summary>
    public bool HidesYLabels => figure.SharesY && !isNarrow && Column > 0;

    /// <summary>A shared axis' title is not repeated; another title is never dropped.</summary>
    public bool HidesXTitle => HidesXLabels && panel.X.Title == figure.Panels[index + figure.ColumnCount].X.Title;

    /// <inheritdoc cref="HidesXTitle"/>
    public bool HidesYTitle => HidesYLabels && panel.Y.Title == figure.Panels[index - 1].Y.Title;

    /// <summary>Ends of the horizontal axis, over all panels of the column where it is shared.</summary>
    public (double Low, double High) XRange =>
        Ticks.Range(panel.X, Sharing(figure.SharesX, other => other % figure.ColumnCount == Column).SelectMany(p => p.Xs));

    /// <summary>Ends of the vertical axis, over all panels of the row where it is shared.</summary>
    public (double Low, double High) YRange =>
        Ticks.Range(panel.Y, Sharing(figure.SharesY, other => other / figure.ColumnCount == index / figure.ColumnCount).SelectMany(p => p.Ys));

    /// <summary>Room left of the plotting area.</summary>
    public double Left(double height)
    {
        var labels = Math.Max(panel.ShowsMatrix ? 0 : LeastLabelLength, Ticks.LabelLength(panel.Y, YRange, height, 40));
        return TickLength + Pad + (HidesYLabels ? 0 : Text(labels)) + (HidesYTitle ? 0 : TitleRoom(panel.Y.Title, height));
    }

    /// <summary>Room right of the plotting area, which only a colour bar takes.</summary>
    public double Right(double height)
    {
        if (panel.Traces.OfType<HeatmapTrace>().FirstOrDefault(trace => trace.Options.ShowScale) is not { } heatmap)
            return 0;
        var (options, scale) = (heatmap.Options, new Axis());
        var range = options is { Min: { } min, Max: { } max } ? (min, max) : Ticks.Range(scale, heatmap.Z);
        var labels = Math.Max(LeastBarLabelLength, Ticks.LabelLength(scale, range, height, 40));
        return HeatmapTrace.BarPad + HeatmapTrace.BarThickness + Pad + Text(labels) + TitleRoom(options.Title, height);
    }

    /// <summary>Room below the plotting area.</summary>
    public double Below(double width) =>
        TickLength + Pad + (HidesXLabels ? 0 : fontSize * 1.4) + (HidesXTitle ? 0 : TitleRoom(panel.X.Title, width)) + Pad;

    /// <summary>
    /// The most labels for which there is room side by side below the panel, or null when plotly.js' own choice fits: it would turn
    /// labels that do not, into the panel below.
    /// </summary>
    public int? MostXLabels(double width)
    {
        var label = Text(Ticks.LabelLength(panel.X, XRange, width, 80)) + 8;
        // plotly.js shows some more than the data span.
        var shown = 1.1 * (XRange.High - XRange.Low);
        if (shown <= 0 || shown / Ticks.Step(shown, (int)Math.Clamp(width / 80, 4, 9) + 1) * label <= width)
            return null;
        var most = (int)(width / label);
        // One label alone tells no scale; turned labels do.
        return most >= 2 && shown / Ticks.Step(shown, most) >= 2 ? most : null;
    }

    private double Text(int characters) => characters * fontSize * Theme.CharacterWidth;

    private double TitleRoom(string title, double length) => title.Length == 0
        ? 0
        : TitleStandoff + HtmlText.Lines(LayoutPlan.Wrapped(title, length, fontSize + 1)) * (fontSize + 1) * 1.3;

    private IEnumerable<Panel> Sharing(bool shares, Func<int, bool> isRelated) =>
        shares ? figure.Panels.Where((_, other) => isRelated(other)) : [panel];
}
