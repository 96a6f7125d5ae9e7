using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>When the self-consistent one loop has a minimum, and that nothing else is called a solution.</summary>
public class OneLoopExistenceTests
{
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 30));

    /// <summary>For N &gt; rank K + 1 the action grows to infinity at its domain's edge: a minimum exists for every χ, κ and y.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void With_more_units_than_the_rank_plus_one_there_is_always_a_solution(int seed)
    {
        foreach (var (width, kappa, chi) in new[] { (7, 1.0, 1.0), (7, 1e-3, 1), (8, 1e-2, 8), (20, 1e-4, 20), (300, 0.1, 1) })
        {
            Check(Solve(seed, width, kappa, chi), mustExist: true);
        }
    }

    /// <summary>For fewer units it may not exist; where a solver says it does, Γ″ is positive definite.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void With_fewer_units_there_is_a_status_or_a_minimum(int seed)
    {
        foreach (var (width, kappa) in new[] { (1, 100.0), (2, 3.0), (3, 1.0), (4, 0.3), (5, 0.1), (5, 1e-3) })
        {
            Check(Solve(seed, width, kappa, 1), mustExist: false);
        }
    }

    private static Posterior Solve(int seed, int width, double kappa, double chi) => OneLoop.Solve(
        Network.FromVariances(width, 5, Activation.Linear, 1, 1, 1, kappa).AtScaling(chi), new Draws(seed).Data(9, 5));

    // The rank is 5. κ − Cov f = κ² Γ″⁻¹, and a minimum of an even action has a·y > 0.
    private static void Check(Posterior posterior, bool mustExist)
    {
        if (!mustExist && posterior.Status == SolverStatus.NoSolution)
        {
            return;
        }

        Assert.Equal(SolverStatus.Converged, posterior.Status);
        var kappa = posterior.Network.Noise;
        var inverse = (kappa * Matrix<double>.Build.DenseIdentity(9)) - posterior.TrainCovariance();
        var values = inverse.Evd(Symmetricity.Symmetric).EigenValues.Real();
        Assert.True(values.Minimum() > 0, FormattableString.Invariant($"smallest eigenvalue {values.Minimum()} of {values.Maximum()}"));
        Assert.True(posterior.ScaledDiscrepancy.DotProduct(posterior.Kernel.Data.Targets) > 0);
    }
}
