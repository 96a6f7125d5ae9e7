namespace FeatureLearning.Benchmarks.Works;

/// <summary>Every work, in the order of <c>--work all</c>.</summary>
internal static class Catalogue
{
    private const string NumPy = "NumPy and SciPy";

    private static Dictionary<string, double> Proportional => new() { ["width"] = 1000, ["temperature"] = 0.01 };

    private static ServedCase ExactLinear => new("P = 1000, D = 200", 1000, 200, 500, 3, new() { ["width"] = 200, ["chi"] = 10, ["kappa"] = 0.1 });

    public static IReadOnlyList<IWork> All { get; } =
    [
        new ProportionalWork(),
        new ServedWork("proportional-warm", "Proportional limit, erf: kernel, solve, predict 500 points", NumPy,
            [.. ((int[])[500, 1000, 2000]).Select(p => new ServedCase(FormattableString.Invariant($"P = {p}, D = 200"), p, 200, 500, 3, Proportional))]),
        new ServedWork("sweep", "Proportional limit, erf, at 100 temperatures; the peer solves each from the start (every 20th, times 20)", NumPy,
            [new ServedCase("P = 1000, D = 200", 1000, 200, 1, 50, new(Proportional) { ["stride"] = 20 }, PeerShare: 20)]),
        new ServedWork("exact-linear", "Exact linear posterior, all observables; the peer by quadrature after one eigh", NumPy,
            [ExactLinear]),
        new ServedWork("arcsine", "Arcsine kernel", NumPy, [new ServedCase("5000 × 5000, D = 200", 5000, 200, 1, 5, [])]),
        new ServedWork("single-neuron", "Single-neuron theory, erf: one round", "PyTorch",
            [new ServedCase("4000 particles, P = 500, D = 200", 500, 200, 1, 3, new() { ["particles"] = 4000 })]) { WithManaged = false },
        new StartWork(),
        new LangevinWork(),
        new EffectiveSamplesWork(),
    ];

    /// <summary>
    /// The short form for CI: works, small cases, and floors of the ratio of processor times, some half of what a quiet machine showed. Not the arcsine kernel alone: its time is that of
    /// the first touch of its memory, which differs tenfold with the pages that the system has left.
    /// </summary>
    public static IReadOnlyList<(string Work, ServedCase Case, double Floor)> Floors { get; } =
    [
        ("proportional-warm", new ServedCase("P = 1000, D = 200", 1000, 200, 500, 3, Proportional), 1.7),
        ("sweep", new ServedCase("P = 500, D = 200", 500, 200, 1, 50, new(Proportional) { ["stride"] = 20 }, PeerShare: 20), 40),
        ("exact-linear", ExactLinear, 3),
    ];
}
