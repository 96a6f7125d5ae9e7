using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Theory;

/// <summary>
/// The one-loop correction to the saddle point of a linear network: Γ(a) = T(a) − ½ log det T″(a), Γ′(a) = y, with T the tree-level action
/// and T″ = κ + QK + (2Q²/N) K a aᵀK. Source: arXiv:2502.03210 (fluctuations around the saddle point, needed in standard scaling).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>a</term><description>(y − ⟨f⟩)/κ, P numbers</description></item>
/// <item><term>K</term><description>NNGP kernel Nλ Φ⁰, P×P</description></item>
/// <item><term>Q</term><description>1/(1 − aᵀKa/N); <see cref="Posterior.OrderParameter"/> is ⟨w²⟩/λ, which has its own correction</description></item>
/// <item><term>ε</term><description>loop weight in Γ = T − ε½ log det T″, 0 at tree level and 1 at one loop</description></item>
/// </list>
/// The stationarity condition is diagonal in the eigenbasis of K given three scalars, so that the P equations reduce to three, O(P) each.
/// For N &gt; rank K + 1 the self-consistent form has a minimum. For smaller N and little noise the branch that starts at tree level runs
/// to Q → ∞ as ε → N/(rank K + 1): then the status is <see cref="SolverStatus.NoSolution"/> and the message says where it ended. Roots
/// of Γ′(a) = y at which Γ″ is not positive definite are not solutions: they exist, far from the posterior, and are not returned.
/// Covariances are ∂²/∂j∂j′ of the same functional with sources j on the points; ⟨vvᵀ⟩, ⟨Φ⟩ and ⟨w²⟩ its derivatives with respect
/// to the priors.
/// </remarks>
public static class OneLoop
{
    /// <summary>Computes the kernel and the self-consistent solution.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="data">The training data.</param>
    /// <exception cref="ArgumentException">Another activation, or the data's input dimension is not the network's.</exception>
    public static Posterior Solve(Network network, DataSet data) => Solve(network, TrainingKernel.On(network, data));

    /// <summary>The self-consistent solution on the branch that starts at tree level.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel) => Solve(network, kernel, null);

    /// <summary>The self-consistent solution, followed from a given tree level: the step of an annealing.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="tree">The tree level to start from; null solves it here.</param>
    /// <param name="cancellation">Ends the iteration early by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior Solve(Network network, TrainingKernel kernel, Posterior? tree, CancellationToken cancellation = default)
    {
        LinearOnly.Check(network, kernel, "One loop");
        tree ??= TreeLevel.Solve(network, kernel, cancellation);
        if (tree.Status != SolverStatus.Converged)
        {
            return Posterior.Failed(TheoryKind.OneLoop, network, kernel, tree.Status, tree.Message);
        }

        var spectrum = new LoopSpectrum(network, kernel);
        var path = LoopContinuation.Follow(spectrum, TreeState(spectrum, tree.OrderParameter), cancellation);
        if (path.Weight < 1)
        {
            return Posterior.Failed(TheoryKind.OneLoop, network, kernel, SolverStatus.NoSolution, FormattableString.Invariant(
                $"The self-consistent one-loop equations have no minimum on the branch from tree level, which ends at loop weight ")
                + FormattableString.Invariant($"{path.Weight:0.###} of 1. That happens for N < rank K + 1 with little noise, in every scaling; ")
                + "the strict form still exists.");
        }

        var measure = LoopMeasure.SelfConsistent(network, kernel, path.State);
        return new Posterior(TheoryKind.OneLoop, network, kernel, measure)
        {
            OrderParameter = measure.SecondMomentOverPrior,
            Action = 1 - (2 * path.State.LogEvidence / network.Width),
            Residual = path.Residual,
            Iterations = path.Iterations,
        };
    }

    /// <summary>The strict form: the first order of the loop expansion around tree level, a₁ = a + ½ T″⁻¹ ∂_a log det T″.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <returns>Covariances are those of tree level, the leading order.</returns>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior SolveStrict(Network network, TrainingKernel kernel) => SolveStrict(network, kernel, null);

    /// <summary>The strict form around a given tree-level posterior.</summary>
    /// <param name="network">A linear network.</param>
    /// <param name="kernel">Its kernel on the training data.</param>
    /// <param name="tree">The tree level to expand around; null solves it here.</param>
    /// <param name="cancellation">Ends the tree level's scan early by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Another activation, or the kernel is another network's.</exception>
    public static Posterior SolveStrict(Network network, TrainingKernel kernel, Posterior? tree, CancellationToken cancellation = default)
    {
        LinearOnly.Check(network, kernel, "One loop");
        tree ??= TreeLevel.Solve(network, kernel, cancellation);
        if (tree.Status != SolverStatus.Converged)
        {
            return Posterior.Failed(TheoryKind.OneLoopStrict, network, kernel, tree.Status, tree.Message);
        }

        var state = TreeState(new LoopSpectrum(network, kernel), tree.OrderParameter);
        var measure = LoopMeasure.Strict(network, kernel, state);
        return new Posterior(TheoryKind.OneLoopStrict, network, kernel, measure)
        {
            OrderParameter = measure.SecondMomentOverPrior,
            Action = 1 - (2 * state.LogEvidence / network.Width),
            Residual = tree.Residual,
            StationaryPoints = tree.StationaryPoints,
            Branch = tree.Branch,
        };
    }

    // With loop weight 0, g and h do not matter.
    private static LoopState TreeState(LoopSpectrum spectrum, double q) =>
        spectrum.Solve(0, q, 0, 0) ?? throw new InvalidOperationException("QK + κ is positive definite for Q > 0.");
}
