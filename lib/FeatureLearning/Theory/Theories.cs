using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>Every theory by its kind, so that a comparison is a loop and a new theory one line here.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>name</term><description>what the command and files call a theory, for example <c>tree-level</c></description></item>
/// </list>
/// </remarks>
public static class Theories
{
    private static readonly (TheoryKind Kind, string Name, Func<Network, TrainingKernel, Posterior> Solve, Func<Activation, bool> Exists)[] Known =
    [
        (TheoryKind.Nngp, "nngp", Nngp.Solve, Always),
        (TheoryKind.Exact, "exact", ExactLinear.Solve, IsLinear),
        (TheoryKind.TreeLevel, "tree-level", TreeLevel.Solve, IsLinear),
        (TheoryKind.OneLoop, "one-loop", OneLoop.Solve, IsLinear),
        (TheoryKind.OneLoopStrict, "one-loop-strict", OneLoop.SolveStrict, IsLinear),
        (TheoryKind.Proportional, "proportional", ProportionalLimit.Solve, Always),
        (TheoryKind.ProportionalAdapted, "proportional-adapted", ProportionalAdapted.Solve, IsOdd),
        (TheoryKind.ProportionalCorrected, "proportional-corrected", ProportionalCorrected.Solve, IsOdd),
    ];

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(theory => theory.Name)];

    /// <summary>The approximations of a network's posterior: every theory that its activation has, but the exact one.</summary>
    /// <param name="activation">φ.</param>
    public static IReadOnlyList<TheoryKind> Approximations(Activation activation) => [.. Known
        .Where(theory => theory.Kind != TheoryKind.Exact && theory.Exists(activation))
        .Select(theory => theory.Kind)];

    /// <summary>The theory of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no theory of that name.</exception>
    public static TheoryKind Parse(string name) => Known.Any(theory => theory.Name == name)
        ? Known.First(theory => theory.Name == name).Kind
        : throw new ArgumentException($"There is no theory '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Solves a theory.</summary>
    /// <param name="theory">Which one.</param>
    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">The theory does not exist for this activation, or the kernel is another network's.</exception>
    public static Posterior Solve(TheoryKind theory, Network network, TrainingKernel kernel) =>
        Known.FirstOrDefault(known => known.Kind == theory).Solve is { } solve
            ? solve(network, kernel)
            : throw new ArgumentException($"Unknown theory '{theory}'.", nameof(theory));

    private static bool Always(Activation activation) => true;

    private static bool IsLinear(Activation activation) => activation == Activation.Linear;

    private static bool IsOdd(Activation activation) => !PriorKernel.Of(activation).HasMean;
}
