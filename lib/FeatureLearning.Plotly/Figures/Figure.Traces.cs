using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Plotly;

/// <content>What can be drawn into a panel.</content>
public sealed partial record Figure
{
    /// <summary>A line through points, the way theories are shown.</summary>
    /// <param name="x">Abscissae; NaN breaks the line.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <param name="series">What the line stands for.</param>
    /// <param name="hover">Hover template in plotly.js's language, or null for titles of the axes and values.</param>
    /// <exception cref="ArgumentException">The lengths differ; the message names them.</exception>
    /// <exception cref="InvalidOperationException">The figure is a grid (also of all other methods that draw).</exception>
    public Figure Line(IEnumerable<double> x, IEnumerable<double> y, Series series, string? hover = null) =>
        Scatter(x, y, series, ScatterMode.Lines, hover: hover);

    /// <summary>Markers with error bars, the way sampled networks are shown.</summary>
    /// <param name="x">Abscissae.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <param name="series">What the points stand for.</param>
    /// <param name="error">Lengths of the error bars (above the point, when <paramref name="errorBelow"/> is given), in units of y.</param>
    /// <param name="errorBelow">Lengths below the points, for asymmetric bars.</param>
    /// <param name="hover">Hover template in plotly.js's language, or null.</param>
    /// <exception cref="ArgumentException">The lengths differ or an error is negative.</exception>
    public Figure Markers(
        IEnumerable<double> x, IEnumerable<double> y, Series series,
        IEnumerable<double>? error = null, IEnumerable<double>? errorBelow = null, string? hover = null) =>
        Scatter(x, y, series, ScatterMode.Markers, error, errorBelow, hover);

    /// <summary>A line with a marker at each point, for theories known at few points.</summary>
    /// <param name="x">Abscissae.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <param name="series">What the curve stands for.</param>
    /// <param name="error">Lengths of the error bars (above the point, when <paramref name="errorBelow"/> is given), in units of y.</param>
    /// <param name="errorBelow">Lengths below the points, for asymmetric bars.</param>
    /// <param name="hover">Hover template in plotly.js's language, or null.</param>
    /// <exception cref="ArgumentException">The lengths differ or an error is negative.</exception>
    public Figure LineMarkers(
        IEnumerable<double> x, IEnumerable<double> y, Series series,
        IEnumerable<double>? error = null, IEnumerable<double>? errorBelow = null, string? hover = null) =>
        Scatter(x, y, series, ScatterMode.LinesAndMarkers, error, errorBelow, hover);

    /// <summary>A line of steps: each ordinate holds until the next abscissa.</summary>
    /// <param name="x">Abscissae, where the value changes.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <param name="series">What the line stands for.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Figure Step(IEnumerable<double> x, IEnumerable<double> y, Series series) =>
        Scatter(x, y, series, ScatterMode.Lines, isStep: true);

    /// <summary>The area between two curves, in the series' colour at one fifth of its strength.</summary>
    /// <param name="x">Abscissae.</param>
    /// <param name="lower">Lower edge, as many; NaN leaves a gap.</param>
    /// <param name="upper">Upper edge, as many; NaN leaves a gap.</param>
    /// <param name="series">What the band belongs to.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Figure Band(IEnumerable<double> x, IEnumerable<double> lower, IEnumerable<double> upper, Series series)
    {
        var abscissae = Data.Take(x, nameof(x));
        return Add(
            new BandTrace(abscissae, Data.Take(lower, nameof(lower), abscissae.Length), Data.Take(upper, nameof(upper), abscissae.Length)),
            series);
    }

    /// <summary>Histogram of samples.</summary>
    /// <param name="samples">Finite samples, at least one. They are binned here; the figure carries the bins.</param>
    /// <param name="series">What the samples stand for.</param>
    /// <param name="bins">Number of bins; null takes the rule of Freedman and Diaconis.</param>
    /// <param name="density">True for bars that integrate to one, false for counts.</param>
    /// <exception cref="ArgumentException">No sample, or one that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one bin.</exception>
    public Figure Histogram(IEnumerable<double> samples, Series series, int? bins = null, bool density = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins ?? 1, 1, nameof(bins));
        var (centres, heights, width) = Distribution.Histogram(Data.TakeSamples(samples, nameof(samples)), bins, density);
        return Add(new BarTrace([], [.. centres], [.. heights], [.. Enumerable.Repeat(width, centres.Length)]), series);
    }

    /// <summary>Line of the density of samples, p(x) = (1/nh) Σ φ((x − x_i)/h) with the Gaussian φ.</summary>
    /// <param name="samples">Finite samples, at least one.</param>
    /// <param name="series">What the samples stand for.</param>
    /// <param name="bandwidth">h in units of the samples; null takes Silverman's rule.</param>
    /// <exception cref="ArgumentException">No sample, one that is not finite, or all equal without a bandwidth.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not positive.</exception>
    public Figure Density(IEnumerable<double> samples, Series series, double? bandwidth = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandwidth ?? 1, nameof(bandwidth));
        var (x, density) = Distribution.Density(Data.TakeSamples(samples, nameof(samples)), bandwidth);
        return Scatter(x, density, series, ScatterMode.Lines);
    }

    /// <summary>Bars over words.</summary>
    /// <param name="categories">Words below the bars, plain or TeX.</param>
    /// <param name="heights">Heights, as many.</param>
    /// <param name="series">What the bars stand for; bars of several series stand side by side.</param>
    /// <param name="error">Lengths of symmetric error bars, or null.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Figure Bar(IEnumerable<string> categories, IEnumerable<double> heights, Series series, IEnumerable<double>? error = null)
    {
        ArgumentNullException.ThrowIfNull(categories);
        string[] words = [.. categories];
        return Add(
            new BarTrace(
                [.. words], [], Data.Take(heights, nameof(heights), words.Length), Errors: ErrorBars.From(error, null, words.Length)),
            series);
    }

    /// <summary>Bars over numbers.</summary>
    /// <param name="x">Centres of the bars.</param>
    /// <param name="heights">Heights, as many.</param>
    /// <param name="series">What the bars stand for; bars of several series stand side by side.</param>
    /// <param name="error">Lengths of symmetric error bars, or null.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Figure Bar(IEnumerable<double> x, IEnumerable<double> heights, Series series, IEnumerable<double>? error = null)
    {
        var centres = Data.Take(x, nameof(x));
        return Add(
            new BarTrace(
                [], centres, Data.Take(heights, nameof(heights), centres.Length), Errors: ErrorBars.From(error, null, centres.Length)),
            series);
    }

    /// <summary>
    /// A matrix or a function of two variables as colours. Without coordinates it is drawn like a matrix: first row on top, square cells.
    /// With coordinates it is a map: the ordinate grows upward.
    /// </summary>
    /// <param name="z">Values [row, column]; NaN stays white.</param>
    /// <param name="colourBar">Title of the colour bar, plain or TeX.</param>
    /// <param name="x">Abscissa of each column, or null.</param>
    /// <param name="y">Ordinate of each row, or null.</param>
    /// <param name="zmid">Value of the middle of the scale; giving it chooses the diverging scale.</param>
    /// <param name="zmin">Lower end of the scale, together with <paramref name="zmax"/>.</param>
    /// <param name="zmax">Upper end of the scale, together with <paramref name="zmin"/>.</param>
    /// <param name="scale">Colour scale; null chooses by <paramref name="zmid"/>.</param>
    /// <param name="showScale">False to leave out the colour bar.</param>
    /// <exception cref="ArgumentException">The matrix is empty, coordinates do not fit it, or only one end of the scale is given.</exception>
    /// <exception cref="InvalidOperationException">The panel shows a heatmap already, or the figure is a grid.</exception>
    public Figure Heatmap(
        double[,] z, string colourBar = "", IEnumerable<double>? x = null, IEnumerable<double>? y = null,
        double? zmid = null, double? zmin = null, double? zmax = null, ColourScale? scale = null, bool showScale = true)
    {
        ArgumentNullException.ThrowIfNull(z);
        Label.ToHtml(colourBar);
        var (rows, columns) = (z.GetLength(0), z.GetLength(1));
        if (z.Length == 0)
            throw new ArgumentException($"The matrix is empty: {rows} × {columns}.", nameof(z));
        if (zmin is null != zmax is null || zmin >= zmax)
            throw new ArgumentException("zmin and zmax go together, and zmin must be less.", nameof(zmin));
        if (Panels[0].Traces.Any(trace => trace is HeatmapTrace))
            throw new InvalidOperationException("A panel shows one heatmap; put the second into a panel of its own.");
        return Add(
            new HeatmapTrace(
                [.. z.Cast<double>()], rows, columns, Coordinates(x, nameof(x), columns), Coordinates(y, nameof(y), rows),
                new HeatmapOptions(colourBar, zmid, zmin, zmax, scale, showScale)),
            null);
    }

    /// <inheritdoc cref="Heatmap(double[,], string, IEnumerable{double}?, IEnumerable{double}?, double?, double?, double?, ColourScale?, bool)"/>
    public Figure Heatmap(
        Matrix<double> z, string colourBar = "", IEnumerable<double>? x = null, IEnumerable<double>? y = null,
        double? zmid = null, double? zmin = null, double? zmax = null, ColourScale? scale = null, bool showScale = true)
    {
        ArgumentNullException.ThrowIfNull(z);
        return Heatmap(z.ToArray(), colourBar, x, y, zmid, zmin, zmax, scale, showScale);
    }

    private static System.Collections.Immutable.ImmutableArray<double>? Coordinates(IEnumerable<double>? values, string argument, int count)
    {
        if (values is null)
            return null;
        var copy = Data.Take(values, argument);
        return copy.Length == count
            ? copy
            : throw new ArgumentException($"{argument} has {copy.Length} entries, the matrix has {count} in that direction.", argument);
    }

    private Figure Scatter(
        IEnumerable<double> x, IEnumerable<double> y, Series series, ScatterMode mode,
        IEnumerable<double>? error = null, IEnumerable<double>? errorBelow = null, string? hover = null, bool isStep = false)
    {
        var abscissae = Data.Take(x, nameof(x));
        var ordinates = Data.Take(y, nameof(y), abscissae.Length);
        var errors = ErrorBars.From(error, errorBelow, abscissae.Length);
        return Add(new ScatterTrace(abscissae, ordinates, mode, errors, isStep) { Hover = hover }, series);
    }

    private Figure Add(Trace trace, Series? series)
    {
        if (trace is not HeatmapTrace)
        {
            ArgumentNullException.ThrowIfNull(series);
            Label.ToHtml(series.Name);
        }

        return With(panel => panel with { Traces = panel.Traces.Add(trace with { Series = series }) });
    }
}
