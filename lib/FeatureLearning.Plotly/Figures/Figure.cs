using System.Collections.Immutable;
using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <summary>
/// An immutable plotly.js figure: one panel, or several made by <see cref="Grid(int, int, Figure[])"/>; with a slider for a parameter by
/// <see cref="Slider"/>. Every method returns a new figure and leaves the old one as it was. A figure renders itself in notebook hosts (see
/// the remarks).
/// </summary>
/// <remarks>
/// All text goes through <see cref="Label"/>: plain unless it contains <c>\</c>, <c>$</c>, <c>^{</c> or <c>_{</c>. Hosts find the formats
/// <c>text/html</c>, <c>application/vnd.plotly.v1+json</c> and <c>text/plain</c> by the attribute on this type; Verso finds
/// <see cref="ToHtml"/>.
/// <code>
/// Figure.New("Error of the train discrepancy")
///     .Line(chi, error, Series.TreeLevel).Markers(chi, mean, Series.Sampled, error: mcse)
///     .XAxis(@"scaling \chi", log: true).YAxis("relative error", log: true)
///     .Caption("Tree level suffices in mean-field scaling.")
/// </code>
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plotly, MimeTypes.Plain])]
public sealed partial record Figure
{
    private Figure()
    {
    }

    internal string TitleText { get; init; } = "";

    /// <summary>The author's caption, after what the gate has to say.</summary>
    internal string? CaptionText => IsStamped ? $"{StampText}. {GivenCaption}".TrimEnd() : GivenCaption;

    internal string? GivenCaption { get; private init; }

    /// <summary>Why sampled points are not to be trusted; empty where they are.</summary>
    internal ImmutableArray<string> Doubts { get; private init; } = [];

    internal bool IsStamped => Doubts.Length > 0;

    internal ImmutableArray<Panel> Panels { get; init; } = [new Panel()];

    internal int RowCount { get; init; } = 1;

    internal int ColumnCount { get; init; } = 1;

    internal LegendPlace LegendPlace { get; init; } = LegendPlace.Below;

    internal bool SharesX { get; init; }

    internal bool SharesY { get; init; }

    /// <summary>Height of one panel in pixels, or null for the theme's.</summary>
    internal int? PanelHeight { get; init; }

    /// <summary>An empty figure with one panel.</summary>
    /// <param name="title">Title above the figure (of the panel, when it becomes part of a grid).</param>
    /// <exception cref="ArgumentException">The title is not readable by <see cref="Label"/>.</exception>
    public static Figure New(string title = "")
    {
        Label.ToHtml(title);
        return new Figure { TitleText = title };
    }

    /// <summary>The same figure under another title.</summary>
    /// <param name="title">Title above the figure.</param>
    /// <exception cref="ArgumentException">The title is not readable by <see cref="Label"/>.</exception>
    public Figure Title(string title)
    {
        Label.ToHtml(title);
        var states = States is null ? null : States with { All = [.. States.All.Select(state => state with { Title = title })] };
        return this with { TitleText = title, States = states };
    }

    /// <summary>One or two sentences below the figure: what it shows and what to conclude.</summary>
    /// <param name="caption">Plain text or TeX.</param>
    /// <exception cref="ArgumentException">The caption is not readable by <see cref="Label"/>.</exception>
    public Figure Caption(string caption)
    {
        Label.ToHtml(caption);
        return this with { GivenCaption = caption };
    }

    /// <summary>Title, scale and range of the horizontal axis.</summary>
    /// <param name="title">Title, plain or TeX.</param>
    /// <param name="log">True for a logarithmic axis; values that are not positive are not shown.</param>
    /// <param name="min">Lower end in data units; null follows the data.</param>
    /// <param name="max">Upper end in data units; null follows the data.</param>
    /// <exception cref="ArgumentException">An end of a logarithmic axis is not positive, min ≥ max, or the title is not readable.</exception>
    /// <exception cref="InvalidOperationException">The figure is a grid.</exception>
    public Figure XAxis(string title, bool log = false, double? min = null, double? max = null) =>
        With(panel => panel with { X = NewAxis(title, log, min, max) });

    /// <summary>Title, scale and range of the vertical axis.</summary>
    /// <param name="title">Title, plain or TeX.</param>
    /// <param name="log">True for a logarithmic axis; values that are not positive are not shown.</param>
    /// <param name="min">Lower end in data units; null follows the data.</param>
    /// <param name="max">Upper end in data units; null follows the data.</param>
    /// <exception cref="ArgumentException">An end of a logarithmic axis is not positive, min ≥ max, or the title is not readable.</exception>
    /// <exception cref="InvalidOperationException">The figure is a grid.</exception>
    public Figure YAxis(string title, bool log = false, double? min = null, double? max = null) =>
        With(panel => panel with { Y = NewAxis(title, log, min, max) });

    /// <summary>Gives both axes the same length per unit, as a plot of one quantity against the same quantity wants.</summary>
    /// <exception cref="InvalidOperationException">The figure is a grid.</exception>
    public Figure Square() => With(panel => panel with { IsSquare = true });

    /// <summary>Moves or removes the legend.</summary>
    /// <param name="place">Below the plot (the default), right of it, or none.</param>
    public Figure Legend(LegendPlace place) => this with { LegendPlace = place };

    /// <summary>Height of a panel's plotting area, without titles, axes and legend.</summary>
    /// <param name="pixels">Height in CSS pixels, 80 to 2000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The height is outside that range.</exception>
    public Figure Height(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 80);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, 2000);
        return this with { PanelHeight = pixels };
    }

    /// <summary>Puts figures side by side, row after row; each becomes a panel under its own title, with one legend for all.</summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="panels">One to rows × columns figures of one panel each. Their captions and legend places are not taken over; stamps of the gate are.</param>
    /// <returns>A figure of several panels; give it a <see cref="Title"/> and a <see cref="Caption"/>.</returns>
    /// <exception cref="ArgumentException">No panels, more panels than places, or a panel that is a grid itself or has a slider.</exception>
    public static Figure Grid(int rows, int columns, params Figure[] panels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0 || panels.Length > rows * columns)
            throw new ArgumentException($"A grid of {rows} × {columns} takes 1 to {rows * columns} panels, {panels.Length} came.", nameof(panels));
        if (Array.Exists(panels, panel => panel.Panels.Length != 1))
            throw new ArgumentException("A panel of a grid must be a figure of one panel, not a grid.", nameof(panels));
        if (Array.Exists(panels, panel => panel.States is not null))
            throw new ArgumentException("A panel of a grid has no slider of its own; make a grid at each value of Figure.Slider.", nameof(panels));
        return new Figure
        {
            RowCount = rows,
            ColumnCount = columns,
            Panels = [.. panels.Select(panel => panel.Panels[0] with { Title = panel.TitleText })],
            PanelHeight = panels.Max(panel => panel.PanelHeight),
            Doubts = [.. panels.SelectMany(panel => panel.Doubts).Distinct()], // panels often show the same posteriors
        };
    }

    /// <summary>Lets the panels of a grid share ranges: one abscissa a column, one ordinate a row; inner tick labels go.</summary>
    /// <param name="x">True to share the horizontal axes of each column.</param>
    /// <param name="y">True to share the vertical axes of each row.</param>
    public Figure ShareAxes(bool x = true, bool y = true) => this with { SharesX = x, SharesY = y };

    /// <summary>The titles and series of the figure in one line, for terminals.</summary>
    /// <returns>For example <c>Figure "Error" [exact, tree level]: caption</c>.</returns>
    public override string ToString()
    {
        var names = Panels.SelectMany(panel => panel.Traces).Select(trace => trace.Series?.Name).OfType<string>().Distinct();
        var caption = CaptionText is null ? "" : ": " + Label.ToPlain(CaptionText);
        var slider = States is null ? "" : Invariant($" with a slider for {Label.ToPlain(States.Label)}, {States.All.Length} values");
        return $"Figure \"{Label.ToPlain(TitleText)}\" [{string.Join(", ", names.Select(Label.ToPlain))}]{slider}{caption}";
    }

    private static Axis NewAxis(string title, bool log, double? min, double? max)
    {
        Label.ToHtml(title);
        if (log && (min <= 0 || max <= 0))
            throw new ArgumentException(Invariant($"A logarithmic axis cannot end at {(min <= 0 ? min : max)}."), min <= 0 ? nameof(min) : nameof(max));
        if (min >= max)
            throw new ArgumentException(Invariant($"The axis begins at {min} and ends at {max}; min must be less than max."), nameof(min));
        return new Axis(title, log, min, max);
    }

    private Figure With(Func<Panel, Panel> change)
    {
        if (States is not null)
            throw new InvalidOperationException("Draw into the states before they are combined by Figure.Slider.");
        return Panels.Length == 1 && RowCount * ColumnCount == 1
            ? this with { Panels = [change(Panels[0])] }
            : throw new InvalidOperationException("Draw into the panels before they are combined by Figure.Grid.");
    }
}
