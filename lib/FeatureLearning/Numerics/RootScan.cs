using MathNet.Numerics;
using MathNet.Numerics.Optimization;
using MathNet.Numerics.RootFinding;

namespace FeatureLearning.Numerics;

/// <summary>
/// All roots of a smooth function on an interval: a scan for sign changes and for touching extrema, then Brent's method. Where the
/// function is NaN it has no roots; up to the edges of such gaps it is searched.
/// </summary>
internal static class RootScan
{
    /// <summary>Points that are asked for at once.</summary>
    private const int Part = 64;

    /// <summary>The roots in ascending order.</summary>
    /// <param name="function">f, smooth on the scale of one step.</param>
    /// <param name="lower">Left end.</param>
    /// <param name="upper">Right end, above the left one.</param>
    /// <param name="step">Largest step of the scan.</param>
    /// <param name="cancellation">Looked at before each evaluation of the scan.</param>
    public static IReadOnlyList<double> FindAll(
        Func<double, double> function, double lower, double upper, double step, CancellationToken cancellation) =>
        FindAll(function, at => Array.ConvertAll(at, x =>
        {
            cancellation.ThrowIfCancellationRequested();
            return function(x);
        }), lower, upper, step, cancellation);

    /// <summary>The same for a function that is cheaper at many points at once.</summary>
    /// <param name="function">f.</param>
    /// <param name="many">f at each of some points: the same numbers.</param>
    /// <param name="lower">Left end.</param>
    /// <param name="upper">Right end, above the left one.</param>
    /// <param name="step">Largest step of the scan.</param>
    /// <param name="cancellation">Looked at before each part of the scan.</param>
    public static IReadOnlyList<double> FindAll(
        Func<double, double> function, Func<double[], double[]> many, double lower, double upper, double step, CancellationToken cancellation)
    {
        var count = Math.Max(4, (int)Math.Ceiling((upper - lower) / step));
        var x = Generate.LinearSpaced(count + 1, lower, upper);
        var f = x.Chunk(Part).SelectMany(part =>
        {
            cancellation.ThrowIfCancellationRequested();
            return many(part);
        }).ToArray();
        var roots = new List<double>();
        for (var i = 0; i <= count; i++)
        {
            if (f[i] == 0)
            {
                roots.Add(x[i]);
            }
            else if (i > 0 && f[i - 1] * f[i] < 0)
            {
                AddPolished(function, x[i - 1], x[i], roots);
            }
            else if (i > 0 && double.IsNaN(f[i - 1]) != double.IsNaN(f[i]))
            {
                AddBeforeEdge(function, x[i - 1], x[i], f[i - 1], f[i], roots);
            }
            else if (i > 1 && f[i - 2] * f[i] > 0 && IsDip(f[i - 2], f[i - 1], f[i]))
            {
                AddPairInDip(function, x[i - 2], x[i], Math.Sign(f[i]), roots);
            }
        }

        return roots;
    }

    // Between two points of the same sign the function may still cross zero twice.
    private static void AddPairInDip(Func<double, double> function, double left, double right, int sign, List<double> roots)
    {
        double bottom;
        try
        {
            bottom = FindMinimum.OfScalarFunctionConstrained(
                x => function(x) is var value && double.IsFinite(value) ? sign * value : double.MaxValue, left, right, 1e-9);
        }
        catch (OptimizationException)
        {
            return; // rounding made the dip, not the function
        }

        if (sign * function(bottom) < 0)
        {
            AddPolished(function, left, bottom, roots);
            AddPolished(function, bottom, right, roots);
        }
    }

    // The function ends, or begins, between two points; up to there it may still cross zero.
    private static void AddBeforeEdge(
        Func<double, double> function, double left, double right, double atLeft, double atRight, List<double> roots)
    {
        var (inside, outside, value) = double.IsNaN(atRight) ? (left, right, atLeft) : (right, left, atRight);
        var edge = inside;
        for (var k = 0; k < 50; k++)
        {
            var middle = (edge + outside) / 2;
            if (double.IsNaN(function(middle)))
            {
                outside = middle;
            }
            else
            {
                edge = middle;
            }
        }

        if (function(edge) * value < 0)
        {
            AddPolished(function, Math.Min(inside, edge), Math.Max(inside, edge), roots);
        }
    }

    private static bool IsDip(double left, double middle, double right) =>
        middle != 0 && Math.Abs(middle) < Math.Abs(left) && Math.Abs(middle) <= Math.Abs(right) && left * middle > 0;

    private static void AddPolished(Func<double, double> function, double left, double right, List<double> roots)
    {
        // A gap of the function inside the bracket would make any answer wrong: then there is none.
        var hasGap = false;
        var sign = Math.Sign(function(left));
        double Guarded(double x)
        {
            var value = function(x);
            hasGap |= double.IsNaN(value);
            return double.IsNaN(value) ? sign : value;
        }

        if (!Brent.TryFindRoot(Guarded, left, right, 1e-15, 200, out var root))
        {
            root = Bisection.FindRoot(Guarded, left, right, 1e-15, 400);
        }

        if (!hasGap)
        {
            roots.Add(root);
        }
    }
}
