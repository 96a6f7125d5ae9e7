using System.Collections.Immutable;
using static System.FormattableString;

namespace FeatureLearning.Plotly;

/// <content>A slider below the figure.</content>
public sealed partial record Figure
{
    /// <summary>The states of the slider and which of them this figure shows; null without a slider.</summary>
    internal SliderStates? States { get; private init; }

    /// <summary>
    /// A figure with a slider for a parameter below it: each value has a figure of its own, and moving the slider goes from one to
    /// the next. All of them are in the document, so the slider needs plotly.js alone, neither a kernel nor the network.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Curves, matrices, densities, error bars, reference lines, remarks and titles may change from state to state. The rest
    /// stands still: panels, axes, the kinds of traces and their series, sizes of matrices, colours. Ranges of axes and of colours
    /// that the author left open hold the data of all states, so that the eye can compare.
    /// </para>
    /// <para>
    /// The result takes a <see cref="Title"/> (the same for all states), a <see cref="Caption"/>, a <see cref="Legend"/>, a
    /// <see cref="Height"/>, <see cref="ShareAxes"/> and a gate's stamp; draw into the states before. A static picture shows the
    /// initial state. The document carries the data of each state: a kernel of 40 × 40 points at 12 values is about 0.4 MB.
    /// </para>
    /// <code>
    /// Figure.Slider(@"\chi", [1, 10, 100], chi => Figure.Grid(1, 2,
    ///     Figure.New("loss").Line(alpha, Loss(chi), Series.Exact).XAxis(@"\alpha = P/N").YAxis("loss", log: true),
    ///     Figure.New("kernel").Heatmap(Kernel(chi), @"\Phi", zmid: 0)))
    /// </code>
    /// </remarks>
    /// <param name="label">The parameter's symbol or name, plain or TeX; shown as "χ = 10".</param>
    /// <param name="values">The parameter's values from left to right: at least two, finite, all different.</param>
    /// <param name="at">The figure at a value; called once for each, in order.</param>
    /// <param name="initial">The value that is shown first, one of <paramref name="values"/>; null takes the first.</param>
    /// <returns>A figure that shows the initial state.</returns>
    /// <exception cref="ArgumentException">
    /// The label is empty or not readable, there are fewer than two values, one is not finite or comes twice, the initial one is not
    /// among them, or a state is null, has a slider itself or differs in what must stand still: the message says in what and at
    /// which value.
    /// </exception>
    public static Figure Slider(string label, IEnumerable<double> values, Func<double, Figure> at, double? initial = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentNullException.ThrowIfNull(at);
        Label.ToHtml(label);
        var taken = Data.Take(values, nameof(values));
        SliderCheck.Values(taken, nameof(values));
        var shown = initial is { } wanted ? taken.IndexOf(wanted) : 0;
        if (shown < 0)
            throw new ArgumentException(Invariant($"The initial value {initial} is not among the values."), nameof(initial));
        ImmutableArray<Figure> figures = [.. taken.Select(at)];
        SliderCheck.States(Label.ToPlain(label), taken, figures, nameof(at));
        ImmutableArray<SliderState> states = [.. figures.Select(figure => new SliderState(figure.TitleText, figure.Panels))];
        return figures[shown] with
        {
            States = new SliderStates(label, taken, states, shown),
            Doubts = [.. figures.SelectMany(figure => figure.Doubts).Distinct()],
        };
    }

    /// <summary>Titles of all states, or the one title.</summary>
    internal IEnumerable<string> Titles => States?.All.Select(state => state.Title) ?? [TitleText];

    /// <summary>Titles of all panels in all states.</summary>
    internal IEnumerable<string> PanelTitles =>
        (States?.All.SelectMany(state => state.Panels) ?? Panels).Select(panel => panel.Title);

    /// <summary>The figure without a slider as it is at one of the slider's values.</summary>
    internal Figure AtState(int index) =>
        this with { TitleText = States!.All[index].Title, Panels = States.All[index].Panels, States = null };

    /// <summary>The figure with its open ranges closed over all states; itself when it has no slider.</summary>
    internal Figure WithCommonScales()
    {
        if (States is null)
            return this;
        var scales = new CommonScales(this);
        var states = States with { All = [.. States.All.Select(scales.Apply)] };
        return this with { States = states, Panels = states.All[states.Initial].Panels };
    }
}
