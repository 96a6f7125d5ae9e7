namespace FeatureLearning.Plotly;

/// <summary>
/// How much room titles, axes, colour bars and the legend need at one width, in CSS pixels, and where that leaves the panels.
/// plotly.js neither wraps text nor keeps inner axes of subplots apart, so both are planned here; its own automargin does the rest.
/// </summary>
internal sealed class LayoutPlan
{
    /// <summary>No figure is drawn side by side, or with large letters, below this width.</summary>
    private const int LeastWide = 660;

    private const int LeastPanelWidth = 200;
    private const int LeastMatrixWidth = 150;

    /// <summary>White between what belongs to one panel and what belongs to the next.</summary>
    private const int Air = 14;

    private const int EdgeRoom = 20;
    private const int LegendRoom = 160;

    /// <summary>plotly's buttons appear at the right of the title (not on a phone).</summary>
    private const int ModeBarRoom = 150;

    private readonly Figure figure;
    private readonly double columnGap;
    private readonly double rowGap;
    private readonly PanelRoom[] rooms;

    /// <remarks>
    /// plotly.js keeps places as fractions, so a gap shrinks with the figure: everything that must not overlap is planned for the least
    /// width at which this layout is used, and is only roomier in a wider page.
    /// </remarks>
    public LayoutPlan(Figure figure, bool isNarrow)
    {
        this.figure = figure;
        IsNarrow = isNarrow;
        Columns = isNarrow ? 1 : figure.ColumnCount;
        Rows = isNarrow ? figure.Panels.Length : (figure.Panels.Length + Columns - 1) / Columns;
        FontSize = isNarrow ? 12 : 13;
        rooms = [.. Enumerable.Range(0, figure.Panels.Length).Select(i => new PanelRoom(figure, i, isNarrow, FontSize))];

        // Heights wrap vertical titles, whose room decides the widths, which may decide the heights: the usual height serves to begin with.
        var height = figure.PanelHeight ?? 220;
        var gap = Enumerable.Range(0, figure.Panels.Length).Where(i => i % Columns > 0)
            .Select(i => rooms[i - 1].Right(height) + rooms[i].Left(height) + Air).DefaultIfEmpty(0).Max();
        var sides = Outer(0, room => room.Left(height)) + Outer(Columns - 1, room => room.Right(height))
            + EdgeRoom + (LegendIsRight ? LegendRoom : 0);
        var leastPanel = figure.Panels.All(panel => panel.ShowsMatrix) ? LeastMatrixWidth : LeastPanelWidth;
        var leastWide = Columns == 1 && IsSquare ? 560 : LeastWide;
        LeastWidth = isNarrow ? 340 : (int)Math.Max(leastWide, Math.Ceiling(sides + Columns * leastPanel + (Columns - 1) * gap));
        Width = isNarrow ? 350 : Math.Max(LeastWidth, Columns switch { 1 => IsSquare ? 560 : 760, 2 => 900, _ => 320 * Columns });
        columnGap = gap / (LeastWidth - sides);
        var share = (1 - (Columns - 1) * columnGap) / Columns;
        PanelWidth = share * (LeastWidth - sides);
        PanelHeight = HeightOf(share * (Width - sides));

        PanelTitles = [.. figure.Panels.Select(panel => Wrapped(panel.Title, PanelWidth, FontSize + 1))];
        var titleRoom = figure.PanelTitles.Select(title => Wrapped(title, PanelWidth, FontSize + 1))
            .Max(title => title.Length == 0 ? 0 : HtmlText.Lines(title) * 19 + 6);
        var rowRoom = titleRoom + Air + rooms[..^1].Select(room => room.Below(PanelWidth)).DefaultIfEmpty(0).Max();
        PlotHeight = Rows * PanelHeight + (Rows - 1) * rowRoom;
        rowGap = rowRoom / PlotHeight;

        Title = WrappedTitle(figure.TitleText);
        var titleLines = figure.Titles.Select(WrappedTitle).Max(title => title.Length == 0 ? 0 : HtmlText.Lines(title));
        HasTitle = titleLines > 0;
        TopMargin = 14 + titleRoom + (HasTitle ? titleLines * 22 + 10 : 8);
        AxesBelow = rooms.TakeLast(Columns).Max(room => room.Below(PanelWidth));
        BottomMargin = AxesBelow + (figure.States is null ? 0 : SliderWriter.Height(FontSize)) + (LegendIsBelow ? LegendHeight() : 0);
    }

    public bool IsNarrow { get; }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>The width of the static picture.</summary>
    public int Width { get; }

    /// <summary>The least width at which nothing overlaps; below it a page takes the narrow layout.</summary>
    public int LeastWidth { get; }

    /// <summary>Height of the whole figure.</summary>
    public int Height => (int)Math.Round(TopMargin + PlotHeight + BottomMargin);

    /// <summary>True when every panel keeps its aspect: a wider figure would only put white between a matrix and its colour bar.</summary>
    public bool IsSquare => figure.Panels.All(panel => panel.IsSquare || panel.ShowsMatrix);

    public double FontSize { get; }

    /// <summary>Width of a panel in a figure of <see cref="LeastWidth"/>.</summary>
    public double PanelWidth { get; }

    public double PanelHeight { get; }

    public double PlotHeight { get; }

    public double TopMargin { get; }

    public double BottomMargin { get; }

    /// <summary>Room of the axes' labels and titles below the last row of panels.</summary>
    public double AxesBelow { get; }

    public string Title { get; }

    /// <summary>True when there is a title, at any value of the slider.</summary>
    public bool HasTitle { get; }

    public string[] PanelTitles { get; }

    public bool HasLegend => figure.LegendPlace != LegendPlace.None && figure.Panels.Any(panel => panel.Traces.Any(trace => trace.Series is not null));

    public bool LegendIsRight => HasLegend && !IsNarrow && figure.LegendPlace == LegendPlace.Right;

    public bool LegendIsBelow => HasLegend && !LegendIsRight;

    /// <summary>What stands beside a panel.</summary>
    public PanelRoom RoomOf(int panel) => rooms[panel];

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

    private string WrappedTitle(string title) => Wrapped(title, LeastWidth - (IsNarrow ? 24 : ModeBarRoom), FontSize + 3);

    private double Outer(int column, Func<PanelRoom, double> room) =>
        rooms.Where((_, i) => i % Columns == column).Select(room).DefaultIfEmpty(0).Max();

    private double HeightOf(double panelWidth)
    {
        // A square panel in a higher place would stand in its middle, and its colour bar would stick out above and below.
        if (figure.PanelHeight is { } height)
            return IsSquare ? Math.Min(height, panelWidth) : height;
        if (figure.Panels.Any(panel => panel.IsSquare || panel.ShowsMatrix))
            return Math.Min(panelWidth, 400);
        return IsNarrow ? 230 : Rows == 1 ? (Columns == 1 ? 330 : 270) : 220;
    }

    private double LegendHeight()
    {
        var series = figure.Panels.SelectMany(panel => panel.Traces).Select(trace => trace.Series).OfType<Series>()
            .DistinctBy(series => series.Name).ToArray();
        var widest = series.Max(s => HtmlText.Length(Label.ToHtml(s.Name))) * FontSize * Theme.CharacterWidth + 50;
        var perRow = Math.Max(1, (int)((LeastWidth - 30) / widest));
        var headings = series.Any(s => s.Group is not null) ? 1 : 0;
        return ((series.Length + perRow - 1) / perRow + headings) * (FontSize + 7) + 12;
    }
}
