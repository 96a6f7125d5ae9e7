using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>One figure of every kind, with the labels and the ranges that notebooks have; what the browser tests validate and draw.</summary>
internal static class Gallery
{
    private static readonly double[] Chi = [.. Enumerable.Range(0, 25).Select(i => Math.Pow(10, i / 8.0))];

    private static readonly double[] Weights = [.. Enumerable.Range(-30, 61).Select(i => i / 10.0)];

    public static IReadOnlyList<(string Name, Figure Figure)> All { get; } =
    [
        ("scaling", Scaling()),
        ("lines", Lines()),
        ("errors", Errors()),
        ("histogram", Histogram()),
        ("bars", Bars()),
        ("matrix", Matrix()),
        ("map", Map()),
        ("grid", Grid()),
        ("shared", Shared()),
        ("matrices", Figure.Grid(1, 3, Matrix(), Matrix().Title("adapted kernel, trained"), Matrix().Title("difference")).Title("Kernels of three networks")),
        ("grouped", Grouped()),
        ("slider", Slider()),
        ("slider grid", SliderGrid()),
    ];

    private static Figure Scaling() => Figure.New("Error of the train discrepancy between tree level, one loop and the exact posterior of a linear network at N = 200")
        .Band(Chi, Chi.Select(c => 0.01 / c), Chi.Select(c => 0.08 / c), Series.Proportional)
        .Line(Chi, Chi.Select(c => 0.03 / c), Series.Proportional)
        .Line(Chi, Chi.Select(c => 0.4 / (1 + c)), Series.TreeLevel)
        .Line(Chi, Chi.Select(c => 0.05 / (1 + c)), Series.OneLoop)
        .Line(Chi, Chi.Select(c => 0.09 / (1 + c)), Series.OneLoopStrict)
        .Markers(Chi.Where((_, i) => i % 4 == 0), Chi.Where((_, i) => i % 4 == 0).Select(c => 0.35 / (1 + c)), Series.Sampled,
            error: Chi.Where((_, i) => i % 4 == 0).Select(c => 0.05 / (1 + c)))
        .HorizontalLine(0.002, "machine noise")
        .VerticalLine(100, @"\chi = N/2")
        .Note(10, 0.04, @"tree level suffices where \chi \gg 1")
        .XAxis(@"scaling \chi", log: true)
        .YAxis(@"relative error \|\Delta - \Delta_{exact}\| / \|\Delta_{exact}\|", log: true)
        .Caption(@"Tree level suffices in mean-field scaling (right); standard scaling (left) needs the correction at small $\chi$.");

    private static Figure Lines()
    {
        var x = Enumerable.Range(0, 9).Select(i => i / 2.0).ToArray();
        var theories = Series.All.Where(s => s != Series.Sampled).ToArray();
        return theories.Select((s, k) => (s, k)).Aggregate(
            Figure.New("All theories, one look each").XAxis(@"train points \alpha = P/N").YAxis(@"\langle \bar{Q} \rangle / \lambda^{2}").Legend(LegendPlace.Right),
            (figure, t) => figure.LineMarkers(x, x.Select(v => Math.Exp(-v / (2 + t.k)) + 0.15 * t.k), t.s));
    }

    private static Figure Errors() => Figure.New("Symmetric and asymmetric errors, steps")
        .Markers([1, 2, 3, 4], [1.0, 1.4, 1.2, double.NaN], Series.Sampled, error: [0.1, 0.2, 0.1, 0.1])
        .Markers([1.1, 2.1, 3.1], [0.7, 0.9, 1.1], Series.SingleNeuron, error: [0.3, 0.1, 0.2], errorBelow: [0.05, 0.3, 0.1])
        .Step([1, 2, 3, 4], [0.5, 0.6, 0.8, 0.7], Series.Nngp)
        .XAxis("P", min: 0.5, max: 4.5).YAxis("loss", min: 0);

    private static Figure Histogram()
    {
        var random = new Random(7);
        var a = Enumerable.Range(0, 3000).Select(_ => Normal(random)).ToArray();
        var b = Enumerable.Range(0, 3000).Select(_ => 1.5 + 0.6 * Normal(random)).ToArray();
        return Figure.New("Hidden weights before and after training")
            .Histogram(a, Series.Prior).Histogram(b, Series.Sampled).Density(b, Series.KernelAdaptation)
            .XAxis(@"weight $w_i$").YAxis("density");
    }

    private static Figure Bars() => Figure.New("Alignment with the teacher")
        .Bar(["NNGP", "tree level", @"K^{-1}", "exact"], [0.2, 0.7, 0.75, 0.8], Series.TreeLevel, error: [0.02, 0.03, 0.02, 0.01])
        .Bar(["NNGP", "tree level", @"K^{-1}", "exact"], [0.3, 0.6, 0.7, 0.82], Series.OneLoop)
        .XAxis("").YAxis("alignment");

    private static Figure Matrix()
    {
        var z = new double[20, 20];
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 20; j++)
                z[i, j] = (i < 10 == j < 10 ? 0.6 : -0.4) + (i == j ? 0.4 : 0) + 0.02 * (i - j);
        }

        return Figure.New("feature kernel").Heatmap(z, @"$\langle \Phi_{\mu\nu} \rangle$", zmid: 0).XAxis(@"\nu").YAxis(@"\mu");
    }

    private static Figure Map()
    {
        var (x, y) = (Enumerable.Range(0, 30).Select(i => i / 10.0).ToArray(), Enumerable.Range(1, 20).Select(i => i / 20.0).ToArray());
        var z = new double[20, 30];
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 30; j++)
                z[i, j] = i == 3 && j > 20 ? double.NaN : Math.Exp(-x[j]) * y[i];
        }

        return Figure.New("Phase diagram").Heatmap(z, "test loss", x, y).XAxis(@"\alpha = P/N").YAxis(@"\kappa_0");
    }

    private static Figure Grid() => Figure.Grid(2, 2, Scaling().Title("Train discrepancy, standard and mean-field scaling"), Matrix(), Histogram(), Errors())
        .Title("Four panels with one legend").Caption("A grid.");

    private static Figure Shared() => Figure.Grid(
            1, 3, [.. new[] { 1.0, 2.0, 4.0 }.Select(n => Figure.New(FormattableString.Invariant($"N = {100 * n}"))
                .Line(Chi, Chi.Select(c => n / (1 + c)), Series.TreeLevel)
                .Line(Chi, Chi.Select(c => n / (2 + c)), Series.Exact)
                .XAxis(@"\chi", log: true).YAxis("error", log: true))])
        .ShareAxes().Title("Shared axes");

    private static Figure Grouped() => Figure.New("A legend with headings")
        .Line([0, 1, 2], [1, 2, 3], Series.Exact.In("linear"))
        .Line([0, 1, 2], [1, 2.2, 3.5], Series.TreeLevel.In("linear"))
        .Line([0, 1, 2], [1, 1.2, 1.5], Series.Ramp("N = 100", 0, 3).In("erf"))
        .Line([0, 1, 2], [1, 1.3, 1.7], Series.Ramp("N = 400", 1, 3).In("erf"))
        .Line([0, 1, 2], [1, 1.4, 1.9], Series.Ramp("N = 1600", 2, 3).In("erf"))
        .XAxis("t").YAxis("y").Legend(LegendPlace.Right);

    internal static Figure Slider() => Figure.Slider(@"\chi", [0.1, 0.316, 1, 3.16, 10, 31.6, 100], chi =>
            Figure.New(FormattableString.Invariant($"A neuron's weight at scaling {chi:g3}"))
                .Histogram(Enumerable.Range(0, 500).Select(i => Math.Sin(i) * (1 + chi / 30)), Series.Sampled)
                .Line(Weights, Weights.Select(w => Math.Exp(-w * w / 2 * (1 + 1 / chi)) / 3), Series.SingleNeuron)
                .VerticalLine(Math.Log10(chi))
                .XAxis(@"weight $w_i$").YAxis("density"), initial: 1)
        .Caption(@"The slider moves $\chi$.");

    /// <summary>What notebooks slide: a curve on logarithmic axes, a kernel and a density.</summary>
    internal static Figure SliderGrid(int panels = 3) => Figure.Slider("temperature T", [0.001, 0.0025, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100], t => Figure.Grid(1, panels, new[]
        {
            Figure.New("learning curve")
                .Band(Chi, Chi.Select(c => 0.02 / (t + c)), Chi.Select(c => 0.2 / (t + c)), Series.Proportional)
                .Line(Chi, Chi.Select(c => 0.1 / (t + c)), Series.Proportional)
                .Markers([1, 10, 100], new[] { 1.0, 10, 100 }.Select(c => 0.12 / (t + c)), Series.Sampled, error: [0.001 / t, 1e-4, 1e-4])
                .XAxis(@"training points per neuron \alpha", log: true).YAxis("test loss", log: true),
            Figure.New(@"feature kernel $\langle\Phi\rangle$").Heatmap(Kernel(1 / (1 + t)), "kernel", zmid: 0).XAxis("point").YAxis("point"),
            Figure.New("density of a neuron").Line(Weights, Weights.Select(w => Math.Exp(-w * w / 2 / (0.2 + t)) / Math.Sqrt(0.2 + t)), Series.SingleNeuron)
                .XAxis(@"weight along the teacher $w_{\star}$").YAxis("density"),
        }[..panels]))
        .Title("Two phases").Caption("Three panels move with the temperature.");

    private static double[,] Kernel(double strength)
    {
        var z = new double[12, 12];
        foreach (var k in Enumerable.Range(0, 144))
            z[k / 12, k % 12] = strength * (k / 72 == k % 12 / 6 ? 0.8 : -0.6) + (k / 12 == k % 12 ? 0.3 : 0);
        return z;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
