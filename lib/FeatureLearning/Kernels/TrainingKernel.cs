using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Kernels;

/// <summary>
/// The prior feature kernel Φ⁰ of a network on its training points, computed once and factorised when first needed: every solver, at any width,
/// scaling χ, noise κ and readout variance, works from it at O(P) a step.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>P, D</term><description>number of training points and input dimension</description></item>
/// <item><term>Φ⁰</term><description>E_prior[φφᵀ] on the training points, P×P; depends on φ and g_v only</description></item>
/// <item><term>K</term><description>NNGP kernel Nλ Φ⁰</description></item>
/// <item><term>m, c</term><description>feature means E[φ(h_μ)] and derivative means E[φ′(h_μ)], P numbers</description></item>
/// </list>
/// </remarks>
public sealed class TrainingKernel
{
    private readonly PriorKernel prior;
    private readonly Lazy<KernelFactorization> factorization;
    private readonly Lazy<KernelBasis> basis;
    private readonly Lazy<double[]> rotatedTargets;

    private TrainingKernel(DataSet data, Activation activation, double hiddenVariance, LinearAlgebra algebra)
    {
        Data = data;
        Activation = activation;
        HiddenVariance = hiddenVariance;
        prior = PriorKernel.Of(activation);
        Variances = KernelMatrix.Variances(data.Inputs, hiddenVariance);
        Features = KernelMatrix.Symmetric(prior, data.Inputs, Variances, hiddenVariance);
        Algebra = algebra;
        factorization = new(() => new KernelFactorization(Features, algebra));
        rotatedTargets = new(() => Factorization.Rotate(data.Targets.AsArray() ?? data.Targets.ToArray(), intoBasis: true));
        basis = new(() => activation == Activation.Linear && data.InputDimension < data.Count
            ? KernelBasis.OfImage(Features, Math.Sqrt(hiddenVariance / data.InputDimension) * data.Inputs, data.Targets, algebra)
            : KernelBasis.Of(Features, Factorization));
    }

    /// <summary>The training data, X and y.</summary>
    public DataSet Data { get; }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>g_v.</summary>
    public double HiddenVariance { get; }

    /// <summary>Φ⁰ on the training points, P×P. Not to be written to.</summary>
    public Matrix<double> Features { get; }

    /// <summary>The factorisation of Φ⁰; O(P³) at first use.</summary>
    public KernelFactorization Factorization => factorization.Value;

    /// <summary>Directions that contain Φ⁰'s image and y; for linear networks with D &lt; P they cost O(PD²) and no factorisation.</summary>
    internal KernelBasis Basis => basis.Value;

    /// <summary>Whether m ≠ 0.</summary>
    public bool HasMean => prior.HasMean;

    /// <summary>C_μμ, the prior pre-activation variances (g_v/D)|x_μ|², P numbers.</summary>
    internal double[] Variances { get; }

    /// <summary>y in the tridiagonal basis, P numbers, once for all solvers. Not to be written to.</summary>
    internal double[] RotatedTargets => rotatedTargets.Value;

    internal LinearAlgebra Algebra { get; }

    /// <summary>Computes Φ⁰, O(P²D); it is factorised, O(P³), by whoever first needs that.</summary>
    /// <param name="network">Gives φ, g_v and D; its other parameters may change later.</param>
    /// <param name="data">The training data.</param>
    /// <param name="algebra">Who computes; <see cref="LinearAlgebra.Best"/> by default.</param>
    /// <exception cref="ArgumentException">The data's input dimension is not the network's.</exception>
    public static TrainingKernel On(Network network, DataSet data, LinearAlgebra? algebra = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        Require.Dimension(data.Inputs, network.InputDimension, nameof(data));
        return new TrainingKernel(data, network.Activation, network.HiddenVariance, algebra ?? LinearAlgebra.Best);
    }

    /// <summary>Φ⁰ between the training points (rows) and other points (columns), P×n.</summary>
    /// <param name="inputs">X*, n×D.</param>
    /// <exception cref="ArgumentException">Another input dimension, or a value that is not finite.</exception>
    public Matrix<double> Cross(Matrix<double> inputs) => ReferenceEquals(inputs, Data.Inputs) ? Features.Clone() : ReadCross(inputs);

    /// <summary>The same, not to be written to.</summary>
    internal Matrix<double> ReadCross(Matrix<double> inputs)
    {
        if (ReferenceEquals(inputs, Data.Inputs))
        {
            return Features;
        }

        CheckInputs(inputs);
        return KernelMatrix.Cross(prior, Data.Inputs, inputs, HiddenVariance);
    }

    /// <summary>The same a few points at a time.</summary>
    internal KernelStrips Strips(Matrix<double> inputs)
    {
        CheckInputs(inputs);
        return new KernelStrips(prior, Data.Inputs, Variances, inputs, KernelMatrix.Variances(inputs, HiddenVariance), HiddenVariance);
    }

    /// <summary>Φ⁰ among other points, n×n.</summary>
    /// <param name="inputs">X*, n×D.</param>
    /// <exception cref="ArgumentException">Another input dimension, or a value that is not finite.</exception>
    public Matrix<double> Among(Matrix<double> inputs) => ReferenceEquals(inputs, Data.Inputs) ? Features.Clone() : ReadAmong(inputs);

    /// <summary>The same, not to be written to.</summary>
    internal Matrix<double> ReadAmong(Matrix<double> inputs)
    {
        if (ReferenceEquals(inputs, Data.Inputs))
        {
            return Features;
        }

        CheckInputs(inputs);
        return KernelMatrix.Symmetric(prior, inputs, HiddenVariance);
    }

    /// <summary>The diagonal of <see cref="Among"/>, n numbers.</summary>
    /// <param name="inputs">X*, n×D.</param>
    public Vector<double> DiagonalAmong(Matrix<double> inputs)
    {
        CheckInputs(inputs);
        return VariancesOf(inputs).Map(c => prior.Covariance(c, c, c), Zeros.Include);
    }

    /// <summary>m, the feature means on the training points, P numbers.</summary>
    public Vector<double> Means() => Means(Data.Inputs);

    /// <summary>m*, the feature means E[φ(h)] on other points, n numbers.</summary>
    /// <param name="inputs">X*, n×D.</param>
    public Vector<double> Means(Matrix<double> inputs)
    {
        CheckInputs(inputs);
        return VariancesOf(inputs).Map(prior.Mean, Zeros.Include);
    }

    /// <summary>c, the derivative means E[φ′(h_μ)] on the training points, P numbers.</summary>
    public Vector<double> DerivativeMeans() => Vector<double>.Build.Dense(Variances.Length, i => prior.DerivativeMean(Variances[i]));

    /// <summary>Throws where a network's φ, g_v or D is not the one that this kernel was computed with.</summary>
    internal void Check(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Activation != Activation || network.HiddenVariance != HiddenVariance
            || network.InputDimension != Data.InputDimension)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"This kernel was computed for {Activation}, g_v = {HiddenVariance}, D = {Data.InputDimension}; the network has ")
                + FormattableString.Invariant($"{network.Activation}, g_v = {network.HiddenVariance}, D = {network.InputDimension}."),
                nameof(network));
        }
    }

    private Vector<double> VariancesOf(Matrix<double> inputs) =>
        Vector<double>.Build.DenseOfArray(KernelMatrix.Variances(inputs, HiddenVariance));

    internal void CheckInputs(Matrix<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Require.Finite(inputs, nameof(inputs));
        Require.Dimension(inputs, Data.InputDimension, nameof(inputs));
    }
}
