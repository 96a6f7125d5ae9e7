using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// The answers of one replica. With g = ∂G and B = ∂²G, also between other points (stars): ⟨f*⟩ = k*ᵀa + g*; Cov f* is the value of
/// K** − K*ᵀW − WᵀK* + WᵀAW + B[ψ − Wᵀφ] at the response W; ⟨Φ⟩ = Φ⁰ + (λ/2) Cov(φφᵀ, u² − s) and ⟨vvᵀ⟩ likewise; ⟨w²⟩ = λ(1 + λE[u² − s]).
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="rest">The replica's draws.</param>
/// <param name="origin">a, where moments are taken.</param>
/// <param name="corrected">a with its own first order; the same as the origin where that is self-consistent.</param>
/// <param name="curvature">∂²G on the training points where the response is self-consistent; null for W = A⁻¹K*.</param>
internal sealed class AdaptationMeasure(
    AdaptationProblem problem, RestMoments rest, Vector<double> origin, Vector<double> corrected, Matrix<double>? curvature) : PosteriorMeasure
{
    private readonly AdaptationAction action = new(problem, rest);

    public override Vector<double> ScaledDiscrepancy => corrected;

    /// <summary>⟨w²⟩/λ.</summary>
    public double OrderParameter => 1 + (problem.Network.ReadoutPriorVariance * First.Mean);

    public override double ReadoutSecondMoment => problem.Network.ReadoutPriorVariance * OrderParameter;

    public override double ReadoutMean =>
        problem.Kernel.HasMean ? problem.Network.ReadoutPriorVariance * problem.Kernel.Means().DotProduct(origin) : 0;

    private QuadraticForm First => action.Forms(origin).First;

    public override Prediction Predict(Matrix<double> inputs)
    {
        var cross = problem.Kernel.Cross(inputs);
        var mean = (problem.Network.KernelScale * cross.TransposeThisAndMultiply(corrected)) + action.Gradient(origin, inputs);
        var variance = Residual(
            inputs, cross, problem.Kernel.DiagonalAmong(inputs).ToColumnMatrix(), action.SmoothDiagonal(origin, inputs).ToColumnMatrix(),
            Diagonal);
        return new Prediction(mean, variance.Column(0));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs) => Residual(
        inputs, problem.Kernel.Cross(inputs), problem.Kernel.Among(inputs), action.SmoothOwn(origin, inputs), Full);

    public override Matrix<double> FeatureKernel(Matrix<double> inputs)
    {
        problem.Kernel.CheckInputs(inputs);
        var among = problem.Kernel.Among(inputs);
        var shift = IsTraining(inputs)
            ? problem.Shift(First) + rest.Cross(origin, null)
            : problem.Shift(First, inputs, inputs) + rest.Residuals(origin, inputs, null, among);
        return Symmetrized(among + (problem.Network.ReadoutPriorVariance / 2 * shift));
    }

    public override double FeatureStrength(Matrix<double> train, Vector<double> direction)
    {
        var shift = direction.DotProduct(problem.Shift(First) * direction) + rest.Strength(origin, direction);
        return direction.DotProduct(problem.Kernel.Features * direction) + (problem.Network.ReadoutPriorVariance / 2 * shift);
    }

    // Cov(zzᵀ, u² − s) = 2GᵀBG exactly, as zzᵀ is quadratic.
    public override Matrix<double> HiddenSecondMoment()
    {
        var (g, algebra) = (problem.Space.Points, problem.Kernel.Algebra);
        var shift = algebra.Multiply(g, algebra.Multiply(First.Projection, g), transposeA: true);
        return problem.Space.HiddenMoment(
            Matrix<double>.Build.DenseIdentity(problem.Space.Rank) + (problem.Network.ReadoutPriorVariance * shift));
    }

    public override Vector<double> ReadoutHiddenCorrelation() =>
        problem.Network.ReadoutPriorVariance * problem.Network.HiddenPriorVariance
        * problem.Kernel.Data.Inputs.TransposeThisAndMultiply(problem.Kernel.DerivativeMeans().PointwiseMultiply(origin));

    // The quadratic form own − Wᵀcross − crossᵀW + WᵀhereW of three kernels, for K + κ on the training points and for ∂²G.
    private Matrix<double> Residual(
        Matrix<double> inputs, Matrix<double> cross, Matrix<double> own, Matrix<double> smoothOwn,
        Func<Matrix<double>, Matrix<double>, Matrix<double>> product)
    {
        problem.Kernel.CheckInputs(inputs);
        var (scale, algebra) = (problem.Network.KernelScale, problem.Kernel.Algebra);
        var response = Response(inputs, scale * cross);
        Matrix<double> Of(Matrix<double> among, Matrix<double> between, Matrix<double> here) =>
            among - product(response, between) - product(between, response) + product(response, algebra.Multiply(here, response));
        var smooth = Of(smoothOwn, action.SmoothCross(origin, inputs), action.Smooth(origin));
        var known = Of(own, cross, problem.Kernel.Features);
        var sampled = 3 * problem.Coupling * rest.Residuals(origin, inputs, response, known);
        var result = Of(scale * own, scale * cross, problem.Regularised) + smooth + sampled;
        return result.ColumnCount == result.RowCount ? Symmetrized(result) : result;
    }

    private Matrix<double> Response(Matrix<double> inputs, Matrix<double> cross) => curvature is null
        ? problem.Kernel.Algebra.Multiply(problem.Inverse, cross)
        : (problem.Regularised + curvature).Cholesky().Solve(cross + action.Curvature(origin, inputs));

    private bool IsTraining(Matrix<double> inputs) => ReferenceEquals(inputs, problem.Kernel.Data.Inputs);

    private Matrix<double> Full(Matrix<double> a, Matrix<double> b) => problem.Kernel.Algebra.Multiply(a, b, transposeA: true);

    private static Matrix<double> Diagonal(Matrix<double> a, Matrix<double> b) => a.PointwiseMultiply(b).ColumnSums().ToColumnMatrix();

    private static Matrix<double> Symmetrized(Matrix<double> matrix) => (matrix + matrix.Transpose()) / 2;
}
