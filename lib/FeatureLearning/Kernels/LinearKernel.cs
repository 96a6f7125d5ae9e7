using FeatureLearning.Numerics;

namespace FeatureLearning.Kernels;

/// <summary>φ(h) = h: Φ⁰ = C, m = 0, c = 1.</summary>
internal sealed class LinearKernel : PriorKernel
{
    public static LinearKernel Instance { get; } = new();

    public override bool HasMean => false;

    public override double Covariance(double caa, double cab, double cbb) => cab;

    public override double Mean(double caa) => 0;

    public override double DerivativeMean(double caa) => 1;

    public override double CovarianceSlope(double caa, double cab, double cbb) => 1;

    public override double VarianceSlope(double caa, double cab, double cbb) => 0;

    internal override RowProducts.Transformation Transformation(double[] rowVariances, double[] columnVariances) => (_, _, _) => { };
}
