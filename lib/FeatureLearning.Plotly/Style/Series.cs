using System.Globalization;
using FeatureLearning.Theory;

namespace FeatureLearning.Plotly;

/// <summary>Dash pattern of a line, in plotly.js's names.</summary>
public enum Dash
{
    /// <summary>One unbroken line.</summary>
    Solid,
    /// <summary>Dots.</summary>
    Dot,
    /// <summary>Short dashes.</summary>
    Dash,
    /// <summary>Long dashes.</summary>
    LongDash,
    /// <summary>Dash and dot in turn.</summary>
    DashDot,
    /// <summary>Long dash and dot in turn.</summary>
    LongDashDot,
}

/// <summary>Marker of a point, in plotly.js's names.</summary>
public enum Marker
{
    /// <summary>Filled circle.</summary>
    Circle,
    /// <summary>Filled square.</summary>
    Square,
    /// <summary>Filled diamond.</summary>
    Diamond,
    /// <summary>Upward triangle.</summary>
    TriangleUp,
    /// <summary>Downward triangle.</summary>
    TriangleDown,
    /// <summary>Diagonal cross, ×.</summary>
    X,
    /// <summary>Upright cross, +.</summary>
    Cross,
    /// <summary>Five-pointed star.</summary>
    Star,
    /// <summary>Upward pentagon.</summary>
    Pentagon,
    /// <summary>Hexagon.</summary>
    Hexagon,
    /// <summary>Circle without filling.</summary>
    CircleOpen,
}

/// <summary>
/// What a curve stands for and how it looks, the same in every figure of the workbook: theories are lines, sampled networks are
/// markers with error bars, the exact answer is a thin black line.
/// </summary>
/// <remarks>
/// The colours are those of Okabe and Ito (2008), which stay apart for the common kinds of colour blindness, without their yellow (too
/// faint on white) and with Tol's "wine" in its place. No two series are told apart by colour alone: marker or dash differ too.
/// A series has one entry in the legend of a figure, whatever number of panels and traces show it; hiding one hides all.
/// </remarks>
/// <param name="Name">Legend text, plain or TeX (see <see cref="Label"/>); identifies the series within a figure.</param>
/// <param name="Colour">Colour as <c>#rrggbb</c>.</param>
/// <param name="Marker">Marker of points.</param>
/// <param name="Dash">Dash pattern of lines.</param>
/// <param name="Width">Line width in pixels.</param>
/// <param name="Group">Heading under which the legend gathers several series, or null.</param>
public sealed record Series(
    string Name, string Colour, Marker Marker = Marker.Circle, Dash Dash = Dash.Solid, double Width = 2.2, string? Group = null)
{
    /// <summary>The Gaussian process of infinite width (lazy limit): no feature learning.</summary>
    public static Series Nngp { get; } = new("NNGP", "#7a7a7a", Marker.X, Dash.Dot);

    /// <summary>Saddle point of the action, leading order of feature scaling.</summary>
    public static Series TreeLevel { get; } = new("tree level", "#d55e00", Marker.Square, Dash.Dash);

    /// <summary>Saddle point with self-consistent one-loop fluctuations.</summary>
    public static Series OneLoop { get; } = new("one loop", "#0072b2", Marker.Diamond);

    /// <summary>One-loop correction evaluated at the tree-level saddle, without self-consistency.</summary>
    public static Series OneLoopStrict { get; } = new("one loop (strict)", "#56b4e9", Marker.TriangleUp, Dash.DashDot);

    /// <summary>Limit P, N → ∞ at fixed P/N: a rescaled kernel.</summary>
    public static Series Proportional { get; } = new("proportional limit", "#009e73", Marker.TriangleDown, Dash.LongDash);

    /// <summary>The proportional limit with its posterior feature kernel put back into the regression.</summary>
    public static Series ProportionalAdapted { get; } = new("proportional limit, adapted", "#b08d00", Marker.TriangleUp, Dash.LongDashDot);

    /// <summary>The proportional limit with fluctuations of its order parameter.</summary>
    public static Series ProportionalCorrected { get; } = new("proportional limit, next order", "#004d40", Marker.TriangleDown, Dash.DashDot);

    /// <summary>Exact finite-width posterior: the reference, a thin black line.</summary>
    public static Series Exact { get; } = new("exact", "#000000", Marker.Cross, Dash.Solid, 1.2);

    /// <summary>Theory of one neuron in the mean field of the others.</summary>
    public static Series SingleNeuron { get; } = new("single neuron", "#cc79a7", Marker.Star, Dash.LongDashDot);

    /// <summary>The same without fluctuations of the residual field: tree level of any activation.</summary>
    public static Series SingleNeuronTree { get; } = new("single neuron, tree level", "#661100", Marker.Star, Dash.Dash);

    /// <summary>Variational Gaussian approximation of the weight posterior.</summary>
    public static Series Variational { get; } = new("variational Gaussian", "#e69f00", Marker.Pentagon, Dash.DashDot);

    /// <summary>First order in 1/N: the kernel changes direction, not only size.</summary>
    public static Series KernelAdaptation { get; } = new("kernel adaptation", "#882255", Marker.Hexagon);

    /// <summary>The same equations solved self-consistently.</summary>
    public static Series KernelAdaptationOneLoop { get; } = new("kernel adaptation, one loop", "#44aa99", Marker.Hexagon, Dash.LongDash);

    /// <summary>Networks drawn by a sampler: markers with error bars.</summary>
    public static Series Sampled { get; } = new("sampled networks", "#222222", Marker.CircleOpen, Dash.Solid, 1.5);

    /// <summary>The prior, before any data.</summary>
    public static Series Prior { get; } = new("prior", "#a6a6a6", Marker.Circle, Dash.LongDash, 1.6);

    /// <summary>All named series, in the order of the workbook's legends.</summary>
    public static IReadOnlyList<Series> All { get; } =
    [
        Exact, Nngp, TreeLevel, OneLoop, OneLoopStrict, Proportional, ProportionalAdapted, ProportionalCorrected, SingleNeuron, SingleNeuronTree,
        Variational, KernelAdaptation, KernelAdaptationOneLoop, Sampled, Prior,
    ];

    /// <summary>The look of a theory: the same in every figure of the workbook.</summary>
    /// <param name="theory">Which one.</param>
    /// <exception cref="ArgumentException">The theory has no look of its own yet.</exception>
    public static Series Of(TheoryKind theory) => theory switch
    {
        TheoryKind.Nngp => Nngp,
        TheoryKind.Exact => Exact,
        TheoryKind.TreeLevel => TreeLevel,
        TheoryKind.OneLoop => OneLoop,
        TheoryKind.OneLoopStrict => OneLoopStrict,
        TheoryKind.Proportional => Proportional,
        TheoryKind.ProportionalAdapted => ProportionalAdapted,
        TheoryKind.ProportionalCorrected => ProportionalCorrected,
        TheoryKind.VariationalGaussian => Variational,
        TheoryKind.SingleNeuron => SingleNeuron,
        TheoryKind.SingleNeuronTree => SingleNeuronTree,
        TheoryKind.KernelAdaptation => KernelAdaptation,
        TheoryKind.KernelAdaptationOneLoop => KernelAdaptationOneLoop,
        TheoryKind.Sampled => Sampled,
        _ => throw new ArgumentException($"No look for the theory '{theory}'.", nameof(theory)),
    };

    /// <summary>A series of one's own.</summary>
    /// <param name="name">Legend text, plain or TeX.</param>
    /// <param name="colour">Colour as <c>#rrggbb</c>.</param>
    /// <param name="marker">Marker of points.</param>
    /// <param name="dash">Dash pattern of lines.</param>
    /// <param name="width">Line width in pixels.</param>
    /// <exception cref="ArgumentException">The colour is not <c>#rrggbb</c>.</exception>
    public static Series Custom(string name, string colour, Marker marker = Marker.Circle, Dash dash = Dash.Solid, double width = 2.2)
    {
        ParseColour(colour);
        return new Series(name, colour, marker, dash, width);
    }

    /// <summary>
    /// A series of one's own for one of several curves of one kind, say one a width N: a colour from light to dark along a ramp that stays
    /// ordered for every kind of colour vision, and a marker of its own.
    /// </summary>
    /// <param name="name">Legend text, plain or TeX.</param>
    /// <param name="index">Place in the sequence, 0 … <paramref name="count"/> − 1.</param>
    /// <param name="count">Length of the sequence, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside the sequence.</exception>
    public static Series Ramp(string name, int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var t = count == 1 ? 1 : (double)index / (count - 1);
        return new Series(name, Theme.RampColour(t), (Marker)(index % 10));
    }

    /// <summary>The same look under another name.</summary>
    /// <param name="name">Legend text, plain or TeX.</param>
    public Series Named(string name) => this with { Name = name };

    /// <summary>The same series with another dash.</summary>
    /// <param name="dash">Dash pattern of lines.</param>
    public Series Dashed(Dash dash) => this with { Dash = dash };

    /// <summary>The same series with another marker.</summary>
    /// <param name="marker">Marker of points.</param>
    public Series Marked(Marker marker) => this with { Marker = marker };

    /// <summary>The same series in another colour.</summary>
    /// <param name="colour">Colour as <c>#rrggbb</c>.</param>
    /// <exception cref="ArgumentException">The colour is not <c>#rrggbb</c>.</exception>
    public Series Coloured(string colour)
    {
        ParseColour(colour);
        return this with { Colour = colour };
    }

    /// <summary>The same series under a heading of the legend.</summary>
    /// <param name="group">Heading, plain or TeX.</param>
    public Series In(string group) => this with { Group = group };

    /// <summary>The colour with an opacity, for bands and filled bars.</summary>
    internal string Faint(double opacity)
    {
        var (r, g, b) = ParseColour(Colour);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({r},{g},{b},{opacity})");
    }

    internal static (int R, int G, int B) ParseColour(string colour)
    {
        ArgumentNullException.ThrowIfNull(colour);
        if (colour.Length == 7 && colour[0] == '#'
            && int.TryParse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
            return (rgb >> 16, (rgb >> 8) & 255, rgb & 255);
        throw new ArgumentException($"The colour '{colour}' is not of the form #rrggbb.", nameof(colour));
    }
}
