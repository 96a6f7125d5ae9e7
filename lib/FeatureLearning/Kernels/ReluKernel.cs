namespace FeatureLearning.Kernels;

/// <summary>
/// φ = max(0, h): Φ⁰_ab = √(C_aa C_bb) (sin θ + (π − θ) cos θ)/(2π), cos θ = C_ab/√(C_aa C_bb); m_a = √(C_aa/2π), c = ½.
/// Source: Y. Cho and L. K. Saul, Kernel methods for deep learning, NIPS 2009 (arc-cosine kernel of degree 1).
/// </summary>
internal sealed class ReluKernel : PriorKernel
{
    public static ReluKernel Instance { get; } = new();

    public override bool HasMean => true;

    public override double Covariance(double caa, double cab, double cbb)
    {
        var scale = Math.Sqrt(caa) * Math.Sqrt(cbb);
        if (scale == 0)
        {
            return 0;
        }

        // With δ = π − θ the bracket is sin δ − δ cos δ. The angle by its sine and cosine, as acos alone loses half the
        // digits near 0 and π; and a series where the two terms cancel.
        var cosine = Math.Clamp(cab / scale, -1, 1);
        var delta = Math.Atan2(Math.Sqrt((1 - cosine) * (1 + cosine)), -cosine);
        var square = delta * delta;
        var bracket = delta < 0.2
            ? delta * square * ((1.0 / 3) - (square * ((1.0 / 30) - (square * ((1.0 / 840) - (square * ((1.0 / 45360) - (square / 3991680))))))))
            : Math.Sin(delta) - (delta * Math.Cos(delta));
        return scale * bracket / (2 * Math.PI);
    }

    public override double Mean(double caa) => Math.Sqrt(caa / (2 * Math.PI));

    public override double DerivativeMean(double caa) => 0.5;

    public override double CovarianceSlope(double caa, double cab, double cbb) =>
        Angle(caa, cab, cbb) is var (_, delta) ? delta / (2 * Math.PI) : 0;

    public override double VarianceSlope(double caa, double cab, double cbb) =>
        caa > 0 && Angle(caa, cab, cbb) is var (sine, _) ? Math.Sqrt(cbb / caa) * sine / (4 * Math.PI) : 0;

    // sin θ and δ = π − θ; a point at the origin counts as orthogonal to all.
    private static (double Sine, double Delta) Angle(double caa, double cab, double cbb)
    {
        var scale = Math.Sqrt(caa) * Math.Sqrt(cbb);
        var cosine = scale == 0 ? 0 : Math.Clamp(cab / scale, -1, 1);
        var sine = Math.Sqrt((1 - cosine) * (1 + cosine));
        return (sine, Math.Atan2(sine, -cosine));
    }
}
