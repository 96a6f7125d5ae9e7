using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Theory.Neurons;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// A network on its training points, expanded around infinite width: A = K + κ, a₀ = A⁻¹y, and the part of fourth moments of features
/// that is known in closed form.
/// </summary>
internal sealed class AdaptationProblem
{
    private readonly PriorKernel prior;
    private readonly Matrix<double> covariance; // C
    private readonly Matrix<double> slopes;     // E[φ′φ′ᵀ]
    private readonly Matrix<double> bends;      // ½E[φ″φᵀ]

    private AdaptationProblem(Network network, TrainingKernel kernel, SingleNeuronOptions options, double[] inverse)
    {
        (Network, Kernel, Options, prior) = (network, kernel, options, PriorKernel.Of(network.Activation));
        Space = RowSpace.Of(network, kernel);
        Points = NeuronPoints.Of(Space.Points);
        var p = kernel.Data.Count;
        covariance = Covariance(kernel.Data.Inputs);
        var c = kernel.Variances;
        slopes = Matrix<double>.Build.Dense(p, p, (i, j) => prior.CovarianceSlope(c[i], covariance[i, j], c[j]));
        bends = Matrix<double>.Build.Dense(p, p, (i, j) => prior.VarianceSlope(c[i], covariance[i, j], c[j]));
        Inverse = Matrix<double>.Build.DenseOfRowMajor(p, p, inverse);
        Regularised = (network.KernelScale * kernel.Features) + (network.Noise * Matrix<double>.Build.DenseIdentity(p));
        var sums = KernelSums.For(network, kernel);
        Lazy = sums.Adjoint(1);
        LazyAction = new OrderParameterAction(sums, network.Width, withTrace: true).Value(1);
        Fluctuations = Form(Inverse);
    }

    public Network Network { get; }

    public TrainingKernel Kernel { get; }

    public SingleNeuronOptions Options { get; }

    public RowSpace Space { get; }

    public NeuronPoints Points { get; }

    /// <summary>A⁻¹.</summary>
    public Matrix<double> Inverse { get; }

    /// <summary>A = K + κ.</summary>
    public Matrix<double> Regularised { get; }

    /// <summary>a₀.</summary>
    public Vector<double> Lazy { get; }

    /// <summary>S at infinite width.</summary>
    public double LazyAction { get; }

    /// <summary>s = φᵀA⁻¹φ.</summary>
    public QuadraticForm Fluctuations { get; }

    /// <summary>½Nλ².</summary>
    public double Coupling => 0.5 * Network.KernelScale * Network.ReadoutPriorVariance;

    /// <summary>Whether something is left to be sampled.</summary>
    public bool IsSampled => Network.Activation != Activation.Linear;

    /// <summary>The problem; null where A is not positive definite to rounding.</summary>
    public static AdaptationProblem? Of(Network network, TrainingKernel kernel, SingleNeuronOptions options)
    {
        var k = (network.KernelScale * kernel.Features).ToRowMajorArray();
        return PositiveDefinite.Factor(kernel.Data.Count, k, network.Noise)?.IntoInverse() is { } inverse
            ? new AdaptationProblem(network, kernel, options, inverse)
            : null;
    }

    /// <summary>u² = (a·φ)².</summary>
    public QuadraticForm Square(Vector<double> a) => Form(a.OuterProduct(a));

    /// <summary>E[ψψ′ᵀ (hᵀBh − tr BC)] between the features of any points, B of a form.</summary>
    public Matrix<double> Shift(QuadraticForm form, Matrix<double> rows, Matrix<double> columns)
    {
        Matrix<double> left = Covariance(rows) * form.Projection, right = Covariance(columns);
        var pull = left * right.Transpose();
        double[] ownRows = Own(left, rows), ownColumns = Own(right * form.Projection, columns);
        double[] a = KernelMatrix.Variances(rows, Network.HiddenVariance), b = KernelMatrix.Variances(columns, Network.HiddenVariance);
        var scale = Network.HiddenPriorVariance;
        var between = scale * rows * columns.Transpose();
        return pull.MapIndexed((i, j, d) => 2 * ((d * prior.CovarianceSlope(a[i], between[i, j], b[j]))
            + (ownRows[i] * prior.VarianceSlope(a[i], between[i, j], b[j]))
            + (ownColumns[j] * prior.VarianceSlope(b[j], between[i, j], a[i]))), Zeros.Include);
    }

    /// <summary>The same among the training points, O(P³).</summary>
    public Matrix<double> Shift(QuadraticForm form)
    {
        var pull = Kernel.Algebra.Multiply(covariance, Kernel.Algebra.Multiply(form.Projection, covariance));
        return pull.MapIndexed((i, j, d) =>
            2 * ((d * slopes[i, j]) + (pull[i, i] * bends[i, j]) + (pull[j, j] * bends[j, i])), Zeros.Include);
    }

    /// <summary>The diagonal of the first among the points of one set.</summary>
    public Vector<double> ShiftDiagonal(QuadraticForm form, Matrix<double> points)
    {
        var own = Own(Covariance(points) * form.Projection, points);
        var c = KernelMatrix.Variances(points, Network.HiddenVariance);
        return Vector<double>.Build.Dense(c.Length, i =>
            2 * own[i] * (prior.CovarianceSlope(c[i], c[i], c[i]) + (2 * prior.VarianceSlope(c[i], c[i], c[i]))));
    }

    /// <summary>The posterior of all replicas, each in it as a posterior of its own where anything is sampled.</summary>
    public Posterior Combine(TheoryKind theory, IReadOnlyList<AdaptationSolution> solutions)
    {
        Posterior Answer(IReadOnlyList<AdaptationSolution> some, PosteriorMeasure measure) => new(theory, Network, Kernel, measure)
        {
            OrderParameter = some.Average(one => one.Measure.OrderParameter),
            Action = some.Average(one => one.Action),
            Residual = some.Max(one => one.Residual),
            Iterations = some.Sum(one => one.Steps),
        };
        return solutions.Count == 1 && !IsSampled
            ? Answer(solutions, solutions[0].Measure)
            : Answer(solutions, new ReplicaMean([.. solutions.Select(one => one.Measure)])) with
            {
                Replicas = [.. solutions.Select(one => Answer([one], one.Measure))],
            };
    }

    // C between any points and the training points.
    private Matrix<double> Covariance(Matrix<double> points) =>
        Network.HiddenPriorVariance * Kernel.Algebra.Multiply(points, Kernel.Data.Inputs, transposeB: true);

    private double[] Own(Matrix<double> left, Matrix<double> points)
    {
        var right = Covariance(points);
        return [.. Enumerable.Range(0, points.RowCount).Select(i => left.Row(i).DotProduct(right.Row(i)))];
    }

    private QuadraticForm Form(Matrix<double> x)
    {
        var projection = x.PointwiseMultiply(slopes);
        var diagonal = 2 * x.PointwiseMultiply(bends).RowSums();
        projection.SetDiagonal(projection.Diagonal() + diagonal);
        return new QuadraticForm(x, x.PointwiseMultiply(Kernel.Features).Enumerate().Sum(), projection);
    }
}

/// <summary>A replica's answers, its S, how far its equation is from holding, and the steps it took.</summary>
internal sealed record AdaptationSolution(AdaptationMeasure Measure, double Action, double Residual, int Steps);
