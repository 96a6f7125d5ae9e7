using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Workbook.Solving;

/// <summary>The theories by their names on the command line: a new theory is one more line here.</summary>
internal static class TheorySolvers
{
    private static readonly Dictionary<string, Func<Network, TrainingKernel, Posterior>> Solvers = new(StringComparer.Ordinal)
    {
        ["nngp"] = Nngp.Solve,
        ["exact"] = ExactLinear.Solve,
        ["tree-level"] = TreeLevel.Solve,
        ["one-loop"] = OneLoop.Solve,
        ["one-loop-strict"] = OneLoop.SolveStrict,
        ["proportional"] = ProportionalLimit.Solve,
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> Names => Solvers.Keys;

    /// <summary>Solves a theory by name.</summary>
    public static Posterior Solve(string theory, Network network, TrainingKernel kernel) => Solvers[theory](network, kernel);
}
