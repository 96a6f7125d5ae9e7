using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// The leading bias of unadjusted Langevin on a linear network, predicted from exact draws: no Langevin run is used.
/// </summary>
/// <remarks>
/// To first order in h the recursion θ − h∇U + √(2h)ξ has the stationary law exp(−U − hU₁), U₁ = ½ΔU − ¼|∇U|² (the drift and the
/// diffusion of its modified equation are in detailed balance with it; for N(0, σ²) it is the variance σ²(1 + h/2σ²)). So an observable
/// is off by h·Cov(O, ¼|∇U|² − ½ΔU), a covariance under the posterior itself, here over draws of the exact Gibbs sampler, in the whitened
/// coordinates (Z, u) of <see cref="Langevin"/>, with U = ½|Z|² + ½|u|² + ‖y − f‖²/(2κ), f = √λ X̃Zu. Observables: |u|²/N, yᵀΦy/P², ‖y −
/// f‖²/P, and f.
/// </remarks>
internal static class DiscretisationBias
{
    /// <summary>Independent chains of draws.</summary>
    public const int Blocks = 40;

    /// <summary>Observables' derivatives by h at h = 0, with standard errors from blocks of draws.</summary>
    public static Estimated<Vector<double>> Of(SamplingProblem problem, int draws, int thinning, uint seed)
    {
        var perBlock = draws / Blocks;
        var blocks = new Vector<double>[Blocks];
        Parallel.For(0, Blocks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, block =>
        {
            var gibbs = new BlockedGibbs().Create(new ChainContext(problem, DenseRoutines.Of(LinearAlgebra.Best), seed, (uint)block));
            gibbs.Start();
            var rows = new List<Vector<double>>();
            for (var step = 0; step < 300 + (perBlock * thinning); step++)
            {
                gibbs.Step((ulong)step, adapt: false);
                if (step >= 300 && step % thinning == 0)
                {
                    rows.Add(Observe(problem, gibbs.State));
                }
            }

            blocks[block] = Covariances(rows);
        });
        var mean = blocks.Aggregate((a, b) => a + b) / Blocks;
        var error = (blocks.Select(b => (b - mean).PointwisePower(2)).Aggregate((a, b) => a + b) / Blocks / (Blocks - 1)).PointwiseSqrt();
        return new(mean, error);
    }

    private static Vector<double> Covariances(List<Vector<double>> rows)
    {
        var mean = rows.Aggregate((a, b) => a + b) / rows.Count;
        var products = rows.Select(row => (row[^1] - mean[^1]) * (row - mean)).Aggregate((a, b) => a + b) / (rows.Count - 1);
        return products.SubVector(0, products.Count - 1);
    }

    // Observables, then ¼|∇U|² − ½ΔU.
    private static Vector<double> Observe(SamplingProblem problem, double[] state)
    {
        var (p, n, r) = (problem.Data.Count, problem.Network.Width, problem.Space.Rank);
        var (scale, kappa, y) = (Math.Sqrt(problem.Network.ReadoutPriorVariance), problem.Network.Noise, problem.Data.Targets);
        var x = Matrix<double>.Build.Dense(p, r, problem.Space.Design);
        var z = Matrix<double>.Build.Dense(r, n, state[..(r * n)]);
        var u = Vector<double>.Build.Dense(state[(r * n)..]);
        var features = x * z;
        var output = scale * features * u;
        var residual = (y - output) / kappa;
        var readoutForce = u - (scale * features.TransposeThisAndMultiply(residual));
        var hiddenForce = z - (scale * x.TransposeThisAndMultiply(residual).OuterProduct(u));
        var laplacian = (n * (r + 1)) + (scale * scale / kappa * ((u.DotProduct(u) * Square(x)) + Square(features)));
        var pulled = features.TransposeThisAndMultiply(y);
        return Vector<double>.Build.Dense(
        [
            u.DotProduct(u) / n, pulled.DotProduct(pulled) / n / p / p, kappa * kappa * residual.DotProduct(residual) / p, .. output,
            (0.25 * (Square(hiddenForce) + readoutForce.DotProduct(readoutForce))) - (0.5 * laplacian),
        ]);
    }

    private static double Square(Matrix<double> matrix) => matrix.Enumerate().Sum(entry => entry * entry);
}
