using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>Means, covariances and second moments of the one-loop theory in the eigenbasis of K.</summary>
/// <remarks>
/// With e = κ + αλ + βλ²/μ and r = α + βλ/μ: ⟨f*⟩ = k*ᵀ r a; W = β/μ − r²/e + L Z Lᵀ, L = κ e⁻¹ V with V, Z of
/// <see cref="LoopHessian"/>; moment operator α aaᵀ − Q μ⁻¹ + β(amᵀ + maᵀ − Q mmᵀ), m = μ⁻¹ λ a.
/// </remarks>
internal static class LoopMeasure
{
    /// <summary>The self-consistent form.</summary>
    public static DualMeasure SelfConsistent(Network network, TrainingKernel kernel, LoopState state)
    {
        var (spectrum, action, p) = (state.Spectrum, state.Action, state.A.Length);
        var hessian = LoopHessian.Of(state);
        double[] stiffness = hessian.Stiffness, response = Fill(p, i => spectrum.Response(i, action));
        var mean = Fill(p, i => response[i] * state.A[i]);
        var scale = action.Alpha;
        return Build(network, kernel, scale, state.A, mean, new DualOperator(
            new SpectralFunction(spectrum.Basis, Fill(p, i =>
                ((action.Beta / spectrum.Mu(i, action.Q)) - (response[i] * response[i] / stiffness[i])) / (scale * scale))),
            hessian.Vectors.MapIndexed((i, _, v) => v * spectrum.Noise / stiffness[i], Zeros.Include), hessian.Screened() / (scale * scale)),
            new Moments(spectrum, state.A, action.Q, action.Beta, action.Alpha, 0, null));
    }

    /// <summary>The first order around tree level; covariances of tree level.</summary>
    public static DualMeasure Strict(Network network, TrainingKernel kernel, LoopState tree)
    {
        var (spectrum, p, q) = (tree.Spectrum, tree.A.Length, tree.Q);
        var loop = new LoopAction(spectrum.Width, 1, q, tree.G, tree.H, tree.Trace(1));
        double[] lambda = spectrum.Eigenvalues, a = tree.A;
        var stiffness = 2 * q * q / spectrum.Width;
        var force = Fill(p, i => (loop.Alpha - q + (loop.Beta * lambda[i] / spectrum.Mu(i, q))) * a[i]);
        var (bare, slope) = (Fill(p, i => -lambda[i] * force[i] / spectrum.Mu(i, q)), Fill(p, i => lambda[i] * a[i] / spectrum.Mu(i, q)));
        var along = stiffness * spectrum.Sum(i => lambda[i] * a[i] * bare[i]) / (1 + (stiffness * tree.G));
        var change = Fill(p, i => bare[i] - (along * slope[i])); // −T″⁻¹ K (force), by Sherman–Morrison
        var shift = stiffness * spectrum.Sum(i => lambda[i] * a[i] * change[i]); // first-order change of Q
        var corrected = Fill(p, i => a[i] + change[i]);
        var mean = Fill(p, i => (q * corrected[i]) + force[i] + (shift * a[i]));
        var variance = stiffness / (1 + (stiffness * tree.G));
        return Build(network, kernel, q, corrected, mean, new DualOperator(
            new SpectralFunction(spectrum.Basis, Fill(p, i => -1 / spectrum.Mu(i, q))),
            Rescaled.Column(Fill(p, i => spectrum.Noise * a[i] / spectrum.Mu(i, q))), Rescaled.Scalar(variance / (q * q))),
            new Moments(spectrum, a, q, loop.Beta, loop.Alpha + shift, q, change));
    }

    private static DualMeasure Build(
        Network network, TrainingKernel kernel, double scale, double[] a, double[] mean, DualOperator covariance, Moments moments) =>
        new(network, kernel)
        {
            Rescaling = scale,
            MeanWeights = Vector<double>.Build.Dense(kernel.Factorization.FromEigenbasis(Array.ConvertAll(mean, d => d / scale))),
            Discrepancies = Vector<double>.Build.Dense(kernel.Factorization.FromEigenbasis(a)),
            CovarianceOperator = covariance,
            MomentOperator = moments.Operator(kernel),
            SecondMomentOverPrior = moments.SecondMomentOverPrior,
        };

    private static double[] Fill(int count, Func<int, double> value)
    {
        var filled = new double[count];
        for (var i = 0; i < count; i++)
        {
            filled[i] = value(i);
        }

        return filled;
    }

    // along aaᵀ + mixed (a δᵀ + δ aᵀ) − Q μ⁻¹ + β(amᵀ + maᵀ − Q mmᵀ), and ⟨w²⟩/λ = 1 + (1/N) Tr of K times that.
    private sealed class Moments(
        LoopSpectrum spectrum, double[] a, double q, double beta, double along, double mixed, double[]? change)
    {
        private readonly double[] m = Fill(a.Length, i => spectrum.Eigenvalues[i] * a[i] / spectrum.Mu(i, q));

        public double SecondMomentOverPrior => 1 + (spectrum.Sum(i => spectrum.Eigenvalues[i] * (
            (along * a[i] * a[i]) + (2 * mixed * a[i] * (change?[i] ?? 0)) - (q / spectrum.Mu(i, q))
            + (beta * ((2 * a[i] * m[i]) - (q * m[i] * m[i]))))) / spectrum.Width);

        public DualOperator Operator(TrainingKernel kernel)
        {
            var vectors = Matrix<double>.Build.Dense(a.Length, 3, (i, j) => j == 0 ? a[i] : j == 1 ? m[i] : change?[i] ?? 0);
            var core = Matrix<double>.Build.DenseOfArray(new[,] { { along, beta, mixed }, { beta, -beta * q, 0 }, { mixed, 0, 0 } });
            return new DualOperator(
                new SpectralFunction(spectrum.Basis, Fill(a.Length, i => -q / spectrum.Mu(i, q))), vectors, core);
        }
    }
}
