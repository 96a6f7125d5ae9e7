using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>
/// What a theory says of a trained network: predictions, feature kernel and weights, on training points and any others. All
/// theories return this one type, so that whatever is drawn for one can be drawn for all.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Q</term><description><see cref="OrderParameter"/>, ⟨w²⟩/λ in each theory: 1 for NNGP, ⟨q⟩ for the exact theory</description></item>
/// <item><term>B</term><description><see cref="Conjugate"/>, second order parameter, where features have a mean</description></item>
/// <item><term>S</term><description><see cref="Action"/>: 1 − (2/N) log[(2π)^{P/2} p(y)] in each theory's approximation</description></item>
/// <item><term>a</term><description><see cref="ScaledDiscrepancy"/> (y − ⟨f⟩)/κ</description></item>
/// <item><term>Δ</term><description><see cref="Discrepancy"/> y − ⟨f⟩</description></item>
/// <item><term>⟨Φ⟩</term><description><see cref="FeatureKernel()"/>, posterior mean of φφᵀ per neuron</description></item>
/// </list>
/// Without convergence every answer throws an <see cref="InvalidOperationException"/> with <see cref="Message"/>. Source of the
/// notation: arXiv:2502.03210 (discrepancies), arXiv:2508.20989 (weights and kernels per neuron).
/// </remarks>
public sealed record Posterior
{
    private readonly PosteriorMeasure? measure;

    internal Posterior(TheoryKind theory, Network network, TrainingKernel kernel, PosteriorMeasure? measure)
    {
        (Theory, Network, Kernel, this.measure) = (theory, network, kernel, measure);
    }

    /// <summary>Which theory.</summary>
    public TheoryKind Theory { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The training data with their prior kernel.</summary>
    public TrainingKernel Kernel { get; }

    /// <summary>Whether and how the solver ended.</summary>
    public SolverStatus Status { get; internal init; } = SolverStatus.Converged;

    /// <summary>Why there are no numbers; empty after convergence.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>Q = ⟨w²⟩/λ, dimensionless; NaN without convergence.</summary>
    public double OrderParameter { get; internal init; } = double.NaN;

    /// <summary>B where features have a mean, otherwise null.</summary>
    public double? Conjugate { get; internal init; }

    /// <summary>Var q of the exact theory's measure, otherwise null.</summary>
    public double? OrderParameterVariance { get; internal init; }

    /// <summary>S = 1 − (2/N) log[(2π)^{P/2} p(y)]: smaller is more evidence. NaN without convergence and for theories that have none (single neuron).</summary>
    public double Action { get; internal init; } = double.NaN;

    /// <summary>How far the solved equations are from holding, relative to their largest term.</summary>
    public double Residual { get; internal init; } = double.NaN;

    /// <summary>Work done: evaluations of the action's slope, Newton steps of one loop, or quadrature nodes of the exact theory.</summary>
    public int Iterations { get; internal init; }

    /// <summary>All stationary points found, by ascending Q; empty for theories without an order parameter to choose.</summary>
    public IReadOnlyList<StationaryPoint> StationaryPoints { get; internal init; } = [];

    /// <summary>Which of <see cref="StationaryPoints"/> this posterior belongs to, counted from 0; 0 where there are none.</summary>
    public int Branch { get; internal init; }

    /// <summary>Independent solutions of a sampled theory, whose spread is its error (see <see cref="StandardError"/>); empty for the others.</summary>
    public IReadOnlyList<Posterior> Replicas { get; internal init; } = [];

    /// <summary>The distribution of a single neuron, where the theory has one by particles; otherwise null.</summary>
    public NeuronEnsemble? Neurons { get; internal init; }

    /// <summary>⟨f⟩ on the training points, P numbers.</summary>
    public Vector<double> TrainMean => Kernel.Data.Targets - Discrepancy;

    /// <summary>Δ = y − ⟨f⟩ on the training points, P numbers.</summary>
    public Vector<double> Discrepancy => Network.Noise * ScaledDiscrepancy;

    /// <summary>a = (y − ⟨f⟩)/κ on the training points, P numbers.</summary>
    public Vector<double> ScaledDiscrepancy => Measure.ScaledDiscrepancy;

    /// <summary>⟨w²⟩, the posterior second moment of a readout weight.</summary>
    public double ReadoutSecondMoment => Measure.ReadoutSecondMoment;

    /// <summary>⟨w⟩, the posterior mean of a readout weight: zero for odd activations.</summary>
    public double ReadoutMean => Measure.ReadoutMean;

    private PosteriorMeasure Measure => measure ?? throw new InvalidOperationException(Message);

    /// <summary>Cov(f_μ, f_ν) on the training points, P×P.</summary>
    public Matrix<double> TrainCovariance() => Covariance(Kernel.Data.Inputs);

    /// <summary>⟨f*⟩ and Var f* on other points, O(P²n).</summary>
    /// <param name="inputs">X*, n×D.</param>
    /// <exception cref="ArgumentException">Another input dimension, or a value that is not finite.</exception>
    public Prediction Predict(Matrix<double> inputs) => Measure.Predict(inputs);

    /// <summary>Cov(f*_i, f*_j) on other points, n×n.</summary>
    /// <param name="inputs">X*, n×D.</param>
    /// <exception cref="ArgumentException">Another input dimension, or a value that is not finite.</exception>
    public Matrix<double> Covariance(Matrix<double> inputs) => Measure.Covariance(inputs);

    /// <summary>⟨Φ⟩ on the training points, P×P: the posterior mean of φφᵀ per neuron.</summary>
    public Matrix<double> FeatureKernel() => FeatureKernel(Kernel.Data.Inputs);

    /// <summary>⟨Φ⟩ on other points, n×n: the posterior mean of φφᵀ per neuron.</summary>
    /// <param name="inputs">X*, n×D.</param>
    /// <exception cref="ArgumentException">Another input dimension, or a value that is not finite.</exception>
    public Matrix<double> FeatureKernel(Matrix<double> inputs) => Measure.FeatureKernel(inputs);

    /// <summary>xᵀ⟨Φ⟩x on the training points: O(P²) for the closed-form theories, where ⟨Φ⟩ itself is O(P³).</summary>
    /// <param name="direction">x, P numbers.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public double FeatureStrength(Vector<double> direction)
    {
        Require.Length(direction, Kernel.Data.Count, nameof(direction));
        return Measure.FeatureStrength(Kernel.Data.Inputs, direction);
    }

    /// <summary>⟨vvᵀ⟩, the posterior second moment of a neuron's hidden weights, D×D.</summary>
    public Matrix<double> HiddenSecondMoment() => Measure.HiddenSecondMoment();

    /// <summary>⟨w v⟩, the posterior correlation between a neuron's readout and hidden weights, D numbers.</summary>
    public Vector<double> ReadoutHiddenCorrelation() => Measure.ReadoutHiddenCorrelation();

    internal static Posterior Failed(TheoryKind theory, Network network, TrainingKernel kernel, SolverStatus status, string message) =>
        new(theory, network, kernel, null) { Status = status, Message = message };
}
