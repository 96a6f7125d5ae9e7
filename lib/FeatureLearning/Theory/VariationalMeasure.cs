using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>The answers of the variational Gaussian: kernels at the adapted covariance, K₂ by Wick's theorem.</summary>
internal sealed class VariationalMeasure : PosteriorMeasure
{
    private readonly Network network;
    private readonly TrainingKernel kernel;
    private readonly RowSpace space;
    private readonly Matrix<double> moment;
    private readonly VariationalFields fields;
    private readonly PriorKernel prior;
    private readonly double[] variances;
    private readonly double strength; // λ aᵀΦa

    /// <param name="network">The network.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="space">The row space.</param>
    /// <param name="moment">⟨zzᵀ⟩.</param>
    /// <param name="fields">The training points at that moment.</param>
    public VariationalMeasure(Network network, TrainingKernel kernel, RowSpace space, Matrix<double> moment, VariationalFields fields)
    {
        (this.network, this.kernel, this.space, this.moment, this.fields) = (network, kernel, space, moment, fields);
        prior = PriorKernel.Of(network.Activation);
        variances = fields.Covariance.Diagonal().ToArray();
        strength = Lambda * fields.Dual.DotProduct(fields.Features * fields.Dual);
    }

    public override Vector<double> ScaledDiscrepancy => fields.Dual;

    public override double ReadoutSecondMoment => Lambda * (1 + strength);

    public override double ReadoutMean => Lambda * fields.Dual.DotProduct(Means(variances));

    private double Lambda => network.ReadoutPriorVariance;

    public override Prediction Predict(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var cross = Features(kernel.Data.Inputs, inputs);
        var there = space.Variances(moment, inputs);
        var mean = network.KernelScale * cross.TransposeThisAndMultiply(fields.Dual);
        var ownMeans = Means(there);
        var own = Vector<double>.Build.Dense(there.Length, i =>
            Moment(prior.Covariance(there[i], there[i], there[i]), mean[i], mean[i], ownMeans[i], ownMeans[i]));
        var crossMoment = Moments(cross, TrainMeans, mean, Means(variances), ownMeans);
        var solved = Solve(crossMoment);
        return new Prediction(mean, own - Vector<double>.Build.Dense(own.Count, i => crossMoment.Column(i).DotProduct(solved.Column(i))));
    }

    public override Matrix<double> Covariance(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var cross = Features(kernel.Data.Inputs, inputs);
        var mean = network.KernelScale * cross.TransposeThisAndMultiply(fields.Dual);
        var ownMeans = Means(space.Variances(moment, inputs));
        var crossMoment = Moments(cross, TrainMeans, mean, Means(variances), ownMeans);
        var covariance = Moments(FeatureKernel(inputs), mean, mean, ownMeans, ownMeans)
            - kernel.Algebra.Multiply(crossMoment, Solve(crossMoment), transposeA: true);
        return (covariance + covariance.Transpose()) / 2;
    }

    public override Matrix<double> FeatureKernel(Matrix<double> inputs)
    {
        kernel.CheckInputs(inputs);
        var features = Features(inputs, inputs);
        return (features + features.Transpose()) / 2;
    }

    public override Matrix<double> HiddenSecondMoment() => space.HiddenMoment(moment);

    public override Vector<double> ReadoutHiddenCorrelation()
    {
        var tilted = fields.Dual.MapIndexed((i, a) => a * prior.DerivativeMean(variances[i]), Zeros.Include);
        return Lambda * space.HiddenVector(moment * space.Points.TransposeThisAndMultiply(tilted));
    }

    private Vector<double> TrainMeans => kernel.Data.Targets - (network.Noise * fields.Dual);

    private Matrix<double> Features(Matrix<double> rows, Matrix<double> columns)
    {
        double[] left = space.Variances(moment, rows), right = space.Variances(moment, columns);
        var covariance = space.Covariance(moment, rows, columns);
        var same = ReferenceEquals(rows, columns); // the product's diagonal may differ in the last bit
        return Matrix<double>.Build.Dense(rows.RowCount, columns.RowCount, (i, j) =>
            prior.Covariance(left[i], same && i == j ? left[i] : covariance[i, j], right[j]));
    }

    private Vector<double> Means(double[] at) => Vector<double>.Build.Dense(at.Length, i => prior.Mean(at[i]));

    private Matrix<double> Moments(
        Matrix<double> features, Vector<double> meanLeft, Vector<double> meanRight, Vector<double> left, Vector<double> right) =>
        features.MapIndexed((i, j, value) => Moment(value, meanLeft[i], meanRight[j], left[i], right[j]), Zeros.Include);

    // K₂ = Nλ(1 + λaᵀΦa)Φ + ⟨f⟩⟨f⟩ᵀ/N − 2Nλ²(a·m)² mmᵀ: Wick's theorem for ⟨(a·φ)²φφᵀ⟩ around the means.
    private double Moment(double feature, double meanLeft, double meanRight, double left, double right)
    {
        var readout = ReadoutMean;
        return (network.KernelScale * (1 + strength) * feature) + (meanLeft * meanRight / network.Width)
            - (2 * network.Width * readout * readout * left * right);
    }

    private Matrix<double> Solve(Matrix<double> columns)
    {
        var own = Means(variances);
        var system = Moments(fields.Features, TrainMeans, TrainMeans, own, own);
        for (var i = 0; i < system.RowCount; i++)
        {
            system[i, i] += network.Noise;
        }

        return system.Cholesky().Solve(columns);
    }
}
