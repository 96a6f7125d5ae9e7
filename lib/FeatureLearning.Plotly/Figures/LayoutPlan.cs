namespace FeatureLearning.Plotly;

/// <summary>
/// How much room titles, axes, colour bars and the legend need at one width, in CSS pixels, and where that leaves the panels.
/// plotly.js neither wraps text nor keeps inner axes of subplots apart, so both are planned here; its own automargin does the rest.
/// </summary>
internal sealed class LayoutPlan
{
    /// <summary>Widths below this one use the narrow layout: all panels below each other.</summary>
    public const int NarrowLimit = 560;

    private const int YAxisRoom = 74;
    private const int XAxisRoom = 54;
    private const int ColourBarRoom = 72;
    private const int InnerYAxisRoom = 64;

    /// <summary>plotly's buttons appear at the right of the title (not on a phone).</summary>
    private const int ModeBarRoom = 150;

    private readonly Figure figure;
    private readonly double columnGap;
    private readonly double rowGap;

    public LayoutPlan(Figure figure, bool isNarrow)
    {
        this.figure = figure;
        IsNarrow = isNarrow;
        Columns = isNarrow ? 1 : figure.ColumnCount;
        Rows = isNarrow ? figure.Panels.Length : (figure.Panels.Length + Columns - 1) / Columns;
        Width = isNarrow ? 370 : Columns switch { 1 => IsSquare ? 560 : 760, 2 => 900, _ => 340 * Columns };
        FontSize = isNarrow ? 12 : 13;

        var colourBar = figure.Panels.Any(panel => panel.HasColourBar) ? ColourBarRoom : 0;
        var legendRight = LegendIsRight ? 160 : 0;
        var plotWidth = Width - YAxisRoom - 20 - colourBar - legendRight;
        var gap = colourBar + (figure.SharesY ? 32 : InnerYAxisRoom);
        PanelWidth = (plotWidth - (Columns - 1) * gap) / (double)Columns;
        PanelHeight = figure.PanelHeight ?? DefaultHeight();
        columnGap = gap / (double)plotWidth;

        PanelTitles = [.. figure.Panels.Select(panel => Wrapped(panel.Title, PanelWidth, FontSize + 1))];
        var titleRoom = PanelTitles.Max(title => title.Length == 0 ? 0 : HtmlText.Lines(title) * 19 + 6);
        var rowRoom = titleRoom + (figure.SharesX && !isNarrow ? 18 : XAxisRoom + 12);
        PlotHeight = Rows * PanelHeight + (Rows - 1) * rowRoom;
        rowGap = (double)rowRoom / PlotHeight;

        Title = Wrapped(figure.TitleText, Width - (isNarrow ? 24 : ModeBarRoom), FontSize + 3);
        TopMargin = 14 + titleRoom + (Title.Length == 0 ? 8 : HtmlText.Lines(Title) * 22 + 10);
        BottomMargin = XAxisRoom + (LegendIsBelow ? LegendHeight() : 0);
    }

    public bool IsNarrow { get; }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>The width that the plan was made for.</summary>
    public int Width { get; }

    /// <summary>Height of the whole figure.</summary>
    public int Height => (int)Math.Round(TopMargin + PlotHeight + BottomMargin);

    /// <summary>True when every panel keeps its aspect: a wider figure would only put white between a matrix and its colour bar.</summary>
    public bool IsSquare => figure.Panels.All(panel => panel.IsSquare || panel.ShowsMatrix);

    public double FontSize { get; }

    public double PanelWidth { get; }

    public double PanelHeight { get; }

    public double PlotHeight { get; }

    public double TopMargin { get; }

    public double BottomMargin { get; }

    public string Title { get; }

    public string[] PanelTitles { get; }

    public bool HasLegend => figure.LegendPlace != LegendPlace.None && figure.Panels.Any(panel => panel.Traces.Any(trace => trace.Series is not null));

    public bool LegendIsRight => HasLegend && !IsNarrow && figure.LegendPlace == LegendPlace.Right;

    public bool LegendIsBelow => HasLegend && !LegendIsRight;

    /// <summary>The place of a panel in units of the plotting area.</summary>
    public Cell CellOf(int panel)
    {
        var (row, column) = (panel / Columns, panel % Columns);
        var width = (1 - (Columns - 1) * columnGap) / Columns;
        var height = (1 - (Rows - 1) * rowGap) / Rows;
        var left = column * (width + columnGap);
        var top = 1 - row * (height + rowGap);
        // Rounded so that the document shows no noise of the last binary digit; 1e-6 of a figure is far below a pixel.
        return new Cell(Math.Round(left, 6), Math.Round(left + width, 6), Math.Round(Math.Max(0, top - height), 6), Math.Round(top, 6));
    }

    /// <summary>A label as HTML, broken into lines that fit.</summary>
    public static string Wrapped(string label, double width, double fontSize) =>
        label.Length == 0 ? "" : HtmlText.Wrap(Label.ToHtml(label), (int)(width / (fontSize * Theme.CharacterWidth)));

    private double DefaultHeight()
    {
        if (figure.Panels.Any(panel => panel.IsSquare || panel.ShowsMatrix))
            return Math.Min(PanelWidth, 400);
        return IsNarrow ? 230 : Rows == 1 ? (Columns == 1 ? 330 : 270) : 220;
    }

    private double LegendHeight()
    {
        var series = figure.Panels.SelectMany(panel => panel.Traces).Select(trace => trace.Series).OfType<Series>()
            .DistinctBy(series => series.Name).ToArray();
        var widest = series.Max(s => HtmlText.Length(Label.ToHtml(s.Name))) * FontSize * Theme.CharacterWidth + 50;
        var perRow = Math.Max(1, (int)((Width - 30) / widest));
        var headings = series.Any(s => s.Group is not null) ? 1 : 0;
        return ((series.Length + perRow - 1) / perRow + headings) * (FontSize + 7) + 12;
    }
}
