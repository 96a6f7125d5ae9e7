using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Theory;
using MathNet.Numerics;

namespace FeatureLearning.Tests.Theory;

/// <summary>
/// Fewer dimensions than points: what is computed in the space of the inputs, against all P singular vectors of the inputs (MathNet's) and a
/// trapezoidal sum over log q.
/// </summary>
public class ExactLinearThinTests
{
    private const int Width = 12;
    private static readonly Draws Source = new(77);

    private static readonly Dictionary<string, (Matrix<double> X, Vector<double> Y)> Sets = Build();

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var name in Sets.Keys)
            {
                cases.Add(name, 0.3);
                // In 10⁻⁴ one would see rounding of the largest eigenvalue, 10⁻¹⁵, times ⟨q⟩ = 287.
                cases.Add(name, name == "many scales" ? 1e-3 : 1e-4);
            }

            return cases;
        }
    }

    /// <summary>Beyond some noise the log density, of the order |y|²/κ, has too few digits for the quadrature: that is a status, not an endless rule.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-7)]
    [InlineData(1e-9)]
    public void Little_noise_on_targets_outside_the_inputs_image_is_answered_or_refused(double kappa)
    {
        var (x, y) = Sets["plain"];
        var posterior = ExactLinear.Solve(Network.FromVariances(Width, x.ColumnCount, Activation.Linear, 1.4, 0.8, 3, kappa), new DataSet(x, y));
        Assert.True(posterior.Status != SolverStatus.Converged || double.IsFinite(posterior.TrainCovariance().FrobeniusNorm()));
        Assert.True(posterior.Status == SolverStatus.Converged || posterior.Message.Contains("quadrature", StringComparison.Ordinal), posterior.Message);
    }

    [Theory]
    [OnManaged(nameof(Cases))]
    [OnNative(nameof(Cases))]
    public void Everything_is_what_all_singular_vectors_give(Backend backend, string name, double kappa)
    {
        var (x, y) = Sets[name];
        var network = Network.FromVariances(Width, x.ColumnCount, Activation.Linear, 1.4, 0.8, 3, kappa);
        var there = new Draws(5).Matrix(6, x.ColumnCount);
        var posterior = ExactLinear.Solve(network, TrainingKernel.On(network, new DataSet(x, y), backend.Algebra()));
        Assert.True(posterior.Kernel.Basis.Vectors.ColumnCount <= Math.Min(x.ColumnCount + 1, x.RowCount));
        var expected = new Reference(network, x, y);
        var prediction = posterior.Predict(there);
        Near.Relative(expected.MeanOfQ, posterior.OrderParameter, 1e-10, "⟨q⟩");
        Near.Relative(expected.VarianceOfQ, posterior.OrderParameterVariance!.Value, 1e-10, "Var q");
        Near.Relative(expected.Action, posterior.Action, 1e-10, "action", floor: 1);
        Near.Relative(expected.TrainMean, posterior.TrainMean, 1e-10, "⟨f⟩", floor: y.AbsoluteMaximum());
        Near.Relative(expected.Discrepancy, posterior.ScaledDiscrepancy, 1e-9, "a");
        Near.Relative(expected.Covariance(x), posterior.TrainCovariance(), 1e-10, "Cov f", floor: 0.01); // of prior variances of 1
        Near.Relative(expected.Mean(there), prediction.Mean, 1e-10, "⟨f*⟩", floor: y.AbsoluteMaximum());
        Near.Relative(expected.Covariance(there).Diagonal(), prediction.Variance, 1e-10, "Var f*", floor: 0.01);
        Near.Relative(expected.Covariance(there), posterior.Covariance(there), 1e-10, "Cov f*", floor: 0.01);
        Near.Relative(expected.Features(x), posterior.FeatureKernel(), 1e-10, "⟨Φ⟩");
        Near.Relative(expected.Features(there), posterior.FeatureKernel(there), 1e-10, "⟨Φ*⟩");
        Near.Relative(expected.Hidden, posterior.HiddenSecondMoment(), 1e-10, "⟨vvᵀ⟩");
        Near.Relative(expected.Correlation, posterior.ReadoutHiddenCorrelation(), 1e-10, "⟨wv⟩", floor: 1e-3);
        Assert.Equal(posterior.TrainCovariance(), posterior.TrainCovariance().Transpose());
    }

    /// <remarks>Singular values over all digits; over few, where one eigendecomposition suffices; on both sides of the border between.</remarks>
    [Theory]
    [InlineData(1.0, 8)]
    [InlineData(0.2, 13)]
    [InlineData(0.135, 13)]
    [InlineData(0.138, 13)]
    [InlineData(0, 13)]
    public void Directions_are_orthonormal_and_the_kernels_own(double digits, int atLeast)
    {
        var (rotation, basis) = (Source.Rotation(12), Source.Matrix(40, 12).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q);
        var g = basis * Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(0, 12).Select(i => Math.Pow(10, -i * digits))]) * rotation;
        var (kernel, y) = (g * g.Transpose(), Source.Vector(40));
        var found = KernelBasis.OfImage(kernel, g, y, LinearAlgebra.Managed);
        var u = found.Vectors;
        Near.Absolute(0, (u.TransposeThisAndMultiply(u) - Matrix<double>.Build.DenseIdentity(u.ColumnCount)).Enumerate().Max(Math.Abs), 1e-14);
        Near.Relative(kernel, u * Matrix<double>.Build.DenseOfDiagonalArray(found.Values) * u.Transpose(), 1e-14, "U diag(λ) Uᵀ");
        Near.Relative(u.TransposeThisAndMultiply(kernel), found.KernelInBasis(), 1e-14, "UᵀΦ⁰");
        Near.Relative(y, y - (y - (u * (u.Transpose() * y))), 1e-14, "y within");
        Assert.True(u.ColumnCount >= atLeast); // seven digits of singular values are all that a kernel in double precision has; and y's own direction
    }

    private static Dictionary<string, (Matrix<double> X, Vector<double> Y)> Build()
    {
        Matrix<double> x = Source.Matrix(23, 6), thin = Source.Matrix(23, 2) * Source.Matrix(2, 6), line = Source.Matrix(9, 1);
        var (noise, twice) = (Source.Vector(23), x.SubMatrix(0, 10, 0, 6).Stack(x.SubMatrix(0, 10, 0, 6)));
        var spread = x * Matrix<double>.Build.DenseOfDiagonalArray([1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9]);
        var inside = x * Source.Vector(6);
        return new()
        {
            ["plain"] = (x, noise),
            ["repeated points"] = (twice, Source.Vector(20)),
            ["dependent inputs"] = (thin, noise),
            ["one point more than dimensions"] = (x.SubMatrix(0, 7, 0, 6), Source.Vector(7)),
            ["many scales"] = (spread, noise),
            ["one dimension"] = (line, Source.Vector(9)),
            ["targets in the space of the inputs"] = (x, inside),
            ["targets across it"] = (x, noise - (x * x.QR().Solve(noise))),
            ["targets of zero"] = (x, 0 * noise),
            ["inputs of zero"] = (0 * x, noise),
        };
    }

    /// <summary>The formulas of <see cref="ExactLinear"/> with P singular vectors and 1000 nodes.</summary>
    private sealed class Reference
    {
        private const int Nodes = 1000;
        private readonly Network network;
        private readonly Matrix<double> x, solutions; // a_q along the singular vectors, one column a node
        private readonly Matrix<double> vectors, image; // X = U S Vᵀ: U and S Vᵀ
        private readonly Vector<double> eigenvalues, y, q, weights;

        public Reference(Network network, Matrix<double> x, Vector<double> y)
        {
            (this.network, this.x, this.y) = (network, x, y);
            var system = x.Svd();
            (vectors, image) = (system.U, system.W * system.VT);
            eigenvalues = Vector<double>.Build.Dense(y.Count, i =>
                i < x.ColumnCount ? network.KernelScale * network.HiddenPriorVariance * Math.Pow(system.S[i], 2) : 0);
            var components = vectors.TransposeThisAndMultiply(y);
            double half = Width / 2.0, normalizer = (half * Math.Log(half)) - SpecialFunctions.GammaLn(half);
            double LogDensity(double s) => normalizer + (half * (s - Math.Exp(s))) - (0.5 * components.Zip(eigenvalues, (c, k) =>
                Math.Log((Math.Exp(s) * k) + network.Noise) + (c * c / ((Math.Exp(s) * k) + network.Noise))).Sum());
            double[] coarse = [.. Enumerable.Range(0, 4001).Select(i => -25 + (i * 0.01))];
            var top = coarse.Max(LogDensity);
            double[] inside = [.. coarse.Where(s => LogDensity(s) > top - 45)];
            double from = inside[0] - 0.01, step = (inside[^1] + 0.01 - from) / (Nodes - 1);
            q = Vector<double>.Build.Dense(Nodes, i => Math.Exp(from + (i * step)));
            weights = q.Map(at => Math.Exp(LogDensity(Math.Log(at)) - top));
            Action = 1 - (2.0 / Width * (top + Math.Log(weights.Sum() * step)));
            weights /= weights.Sum();
            solutions = Matrix<double>.Build.Dense(y.Count, Nodes, (i, n) => components[i] / ((q[n] * eigenvalues[i]) + network.Noise));
        }

        public double Action { get; }

        public double MeanOfQ => weights * q;

        public double VarianceOfQ => weights * (q - MeanOfQ).PointwisePower(2);

        public Vector<double> Discrepancy => vectors * (solutions * weights);

        public Vector<double> TrainMean => y - (network.Noise * Discrepancy);

        public Matrix<double> Hidden => network.HiddenPriorVariance * (Matrix<double>.Build.DenseIdentity(x.ColumnCount)
            + (network.ReadoutPriorVariance * network.HiddenPriorVariance * image.Transpose() * Moment * image));

        public Vector<double> Correlation =>
            network.ReadoutPriorVariance * network.HiddenPriorVariance * (image.Transpose() * (solutions * weights.PointwiseMultiply(q)));

        // Uᵀ⟨q (a_q a_qᵀ − A_q⁻¹)⟩U.
        private Matrix<double> Moment
        {
            get
            {
                var rooted = solutions.MapIndexed((_, n, a) => a * Math.Sqrt(weights[n] * q[n]));
                return (rooted * rooted.Transpose()) - Function((k, at) => at / ((at * k) + network.Noise));
            }
        }

        public Vector<double> Mean(Matrix<double> points) => Cross(points).Transpose() * (solutions * weights.PointwiseMultiply(q));

        public Matrix<double> Features(Matrix<double> points)
        {
            var cross = Cross(points) / network.KernelScale;
            return (network.HiddenPriorVariance * points * points.Transpose()) + (network.ReadoutPriorVariance * cross.Transpose() * Moment * cross);
        }

        public Matrix<double> Covariance(Matrix<double> points)
        {
            var cross = Cross(points);
            var pull = solutions * weights.PointwiseMultiply(q);
            var between = cross.Transpose() * solutions.MapIndexed((i, n, a) => ((a * q[n]) - pull[i]) * Math.Sqrt(weights[n]));
            return (network.KernelScale * network.HiddenPriorVariance * MeanOfQ * points * points.Transpose())
                - (cross.Transpose() * Function((k, at) => at * at / ((at * k) + network.Noise)) * cross) + (between * between.Transpose());
        }

        // UᵀK*, whose rows across the inputs are zero.
        private Matrix<double> Cross(Matrix<double> points) => network.KernelScale * network.HiddenPriorVariance * image * points.Transpose();

        private Matrix<double> Function(Func<double, double, double> term) => Matrix<double>.Build.DenseOfDiagonalVector(
            eigenvalues.Map(k => Enumerable.Range(0, Nodes).Sum(n => weights[n] * term(k, q[n])), Zeros.Include));
    }
}
