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
    private static readonly TheoryEntry[] Known =
    [
        new(TheoryKind.Nngp, "nngp", Plain(Nngp.Solve), Always),
        new(TheoryKind.Exact, "exact", Plain(ExactLinear.Solve), IsLinear),
        new(TheoryKind.TreeLevel, "tree-level", Plain(TreeLevel.Solve), IsLinear),
        new(TheoryKind.OneLoop, "one-loop", Plain(OneLoop.Solve), IsLinear),
        new(TheoryKind.OneLoopStrict, "one-loop-strict", Plain(OneLoop.SolveStrict), IsLinear),
        new(TheoryKind.Proportional, "proportional", Plain(ProportionalLimit.Solve), Always),
        new(TheoryKind.ProportionalAdapted, "proportional-adapted", Plain(ProportionalAdapted.Solve), IsOdd),
        new(TheoryKind.ProportionalCorrected, "proportional-corrected", Plain(ProportionalCorrected.Solve), IsOdd),
        new(TheoryKind.VariationalGaussian, "variational", Plain((network, kernel) => VariationalGaussian.Solve(network, kernel)), Always),
        new(TheoryKind.SingleNeuron, "single-neuron", (network, kernel, options) => SingleNeuron.Solve(network, kernel, options), Always, true),
        new(TheoryKind.SingleNeuronTree, "single-neuron-tree",
            (network, kernel, options) => SingleNeuron.SolveTree(network, kernel, options), Always, true),
        new(TheoryKind.KernelAdaptation, "kernel-adaptation",
            (network, kernel, options) => KernelAdaptation.Solve(network, kernel, options), Always, true),
        new(TheoryKind.KernelAdaptationOneLoop, "kernel-adaptation-one-loop",
            (network, kernel, options) => KernelAdaptation.SolveOneLoop(network, kernel, options), Always, true),
    ];

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(theory => theory.Name)];

    /// <summary>The approximations of a network's posterior: every theory that its activation has in closed form or by an
    /// iteration; neither the exact one nor those that sample.</summary>
    /// <param name="activation">φ.</param>
    public static IReadOnlyList<TheoryKind> Approximations(Activation activation) => [.. Known
        .Where(theory => theory.Kind != TheoryKind.Exact && !theory.IsSampled && theory.Exists(activation))
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
    /// <param name="options">How much a theory samples that does; the defaults if null.</param>
    /// <exception cref="ArgumentException">The theory does not exist for this activation, or the kernel is another network's.</exception>
    public static Posterior Solve(TheoryKind theory, Network network, TrainingKernel kernel, SingleNeuronOptions? options = null) =>
        Array.Find(Known, known => known.Kind == theory)?.Solve is { } solve
            ? solve(network, kernel, options)
            : throw new ArgumentException($"Unknown theory '{theory}'.", nameof(theory));

    /// <summary>Whether a theory's numbers are averages over random particles, with errors by <see cref="StandardError"/>.</summary>
    /// <param name="theory">Which one.</param>
    public static bool IsSampled(TheoryKind theory) => Array.Find(Known, known => known.Kind == theory)?.IsSampled ?? false;

    /// <summary>Whether there is such a theory for networks of an activation.</summary>
    /// <param name="theory">Which one.</param>
    /// <param name="activation">φ.</param>
    public static bool Exists(TheoryKind theory, Activation activation) => Array.Find(Known, known => known.Kind == theory)?.Exists(activation) ?? false;

    private static Func<Network, TrainingKernel, SingleNeuronOptions?, Posterior> Plain(Func<Network, TrainingKernel, Posterior> solve) =>
        (network, kernel, _) => solve(network, kernel);

    private static bool Always(Activation activation) => true;

    private static bool IsLinear(Activation activation) => activation == Activation.Linear;

    private static bool IsOdd(Activation activation) => !PriorKernel.Of(activation).HasMean;

    private sealed record TheoryEntry(
        TheoryKind Kind, string Name, Func<Network, TrainingKernel, SingleNeuronOptions?, Posterior> Solve, Func<Activation, bool> Exists,
        bool IsSampled = false);
}
