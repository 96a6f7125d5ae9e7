using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureLearning.Numerics;

namespace FeatureLearning.Kernels;

/// <summary>
/// φ = erf: Φ⁰_ab = (2/π) asin(2C_ab/√((1+2C_aa)(1+2C_bb))), m = 0, c_a = 2/√(π(1+2C_aa)).
/// Source: C. K. I. Williams, Computing with infinite networks, NIPS 1996 (the arcsine kernel).
/// </summary>
internal sealed class ErfKernel : PriorKernel
{
    public static ErfKernel Instance { get; } = new();

    public override bool HasMean => false;

    // asin(u/v) as atan2(u, √(v² − u²)), with v² − u² = 1 + 2C_aa + 2C_bb + 4(C_aa C_bb − C_ab²): all digits also near ±1.
    public override double Covariance(double caa, double cab, double cbb) =>
        2 / Math.PI * Math.Atan2(2 * cab, Math.Sqrt(1 + (2 * (caa + cbb)) + (4 * Math.Max((caa * cbb) - (cab * cab), 0))));

    // The same, eight at a time. A number's bits depend on it alone, not on where in a column or beside which others it stands.
    internal override RowProducts.Transformation Transformation(double[] rowVariances, double[] columnVariances)
    {
        double[] rowRoots = Array.ConvertAll(rowVariances, Root), columnRoots = Array.ConvertAll(columnVariances, Root);
        return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (column, row, index) => // as in Tridiagonal.TileProducts
        {
            ref var values = ref MemoryMarshal.GetReference(column);
            ref double variances = ref rowVariances[row], roots = ref rowRoots[row];
            Vector512<double> variance = Vector512.Create(columnVariances[index]), twiceRoot = Vector512.Create(2 * columnRoots[index]);
            var at = 0;
            for (; at <= column.Length - Vector512<double>.Count; at += Vector512<double>.Count)
            {
                var i = (nuint)at;
                Eight(Vector512.LoadUnsafe(ref variances, i), Vector512.LoadUnsafe(ref values, i), variance, Vector512.LoadUnsafe(ref roots, i) * twiceRoot)
                    .StoreUnsafe(ref values, i);
            }

            if (at < column.Length)
            {
                var rest = column[at..];
                var last = Eight(
                    Part(rowVariances.AsSpan(row + at, rest.Length)), Part(rest), variance, Part(rowRoots.AsSpan(row + at, rest.Length)) * twiceRoot);
                for (var i = 0; i < rest.Length; i++)
                {
                    rest[i] = last[i];
                }
            }
        };
    }

    // From the quotient t itself where that is small; where all eight are, nothing else is computed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Eight(Vector512<double> caa, Vector512<double> cab, Vector512<double> cbb, Vector512<double> twiceRoots)
    {
        var t = cab * twiceRoots;
        Vector512<double> size = Vector512.Abs(t), largest = Vector512.Create(ArcSine.Largest), angle = ArcSine.OfSmall(t);
        if (!Vector512.LessThanOrEqualAll(size, largest))
        {
            angle = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(size, largest), angle, Angle(caa, cab, cbb));
        }

        return Vector512.Create(2 / Math.PI) * angle;
    }

    // Some numbers, and zeros after them.
    private static Vector512<double> Part(ReadOnlySpan<double> numbers)
    {
        Span<double> eight = stackalloc double[Vector512<double>.Count];
        eight.Clear();
        numbers.CopyTo(eight);
        return Vector512.Create<double>(eight);
    }

    private static double Root(double variance) => 1 / Math.Sqrt(1 + (2 * variance));

    private static Vector512<double> Angle(Vector512<double> caa, Vector512<double> cab, Vector512<double> cbb)
    {
        var apart = Vector512.Max((caa * cbb) - (cab * cab), Vector512<double>.Zero);
        var across = Vector512.Sqrt(Vector512<double>.One + (caa + cbb + caa + cbb) + (Vector512.Create(4.0) * apart));
        return ArcTangent.Of(cab + cab, across);
    }

    public override double Mean(double caa) => 0;

    public override double DerivativeMean(double caa) => 2 / Math.Sqrt(Math.PI * (1 + (2 * caa)));

    public override double CovarianceSlope(double caa, double cab, double cbb) => 4 / (Math.PI * Spread(caa, cab, cbb));

    public override double VarianceSlope(double caa, double cab, double cbb) =>
        -4 * cab / (Math.PI * (1 + (2 * caa)) * Spread(caa, cab, cbb));

    // √((1+2C_aa)(1+2C_bb) − 4C_ab²), at least 1 as C_ab² ≤ C_aa C_bb.
    private static double Spread(double caa, double cab, double cbb) =>
        Math.Sqrt(Math.Max(1 + (2 * (caa + cbb)) + (4 * ((caa * cbb) - (cab * cab))), 1));
}
