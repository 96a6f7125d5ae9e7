using MathNet.Numerics;
using MathNet.Numerics.RootFinding;

namespace FeatureLearning.Numerics;

/// <summary>All roots of a smooth function on an interval: a scan for sign changes and for touching extrema, then Brent's method.</summary>
internal static class RootScan
{
    /// <summary>The roots in ascending order.</summary>
    /// <param name="function">f, smooth on the scale of one step.</param>
    /// <param name="lower">Left end.</param>
    /// <param name="upper">Right end, above the left one.</param>
    /// <param name="step">Largest step of the scan.</param>
    /// <param name="cancellation">Looked at before each evaluation of the scan.</param>
    public static IReadOnlyList<double> FindAll(
        Func<double, double> function, double lower, double upper, double step, CancellationToken cancellation)
    {
        var count = Math.Max(4, (int)Math.Ceiling((upper - lower) / step));
        var x = Generate.LinearSpaced(count + 1, lower, upper);
        var f = Array.ConvertAll(x, at =>
        {
            cancellation.ThrowIfCancellationRequested();
            return function(at);
        });
        var roots = new List<double>();
        for (var i = 0; i <= count; i++)
        {
            if (f[i] == 0)
            {
                roots.Add(x[i]);
            }
            else if (i > 0 && f[i - 1] * f[i] < 0)
            {
                roots.Add(Polish(function, x[i - 1], x[i]));
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
        var bottom = FindMinimum.OfScalarFunctionConstrained(x => sign * function(x), left, right, 1e-9);
        if (sign * function(bottom) < 0)
        {
            roots.Add(Polish(function, left, bottom));
            roots.Add(Polish(function, bottom, right));
        }
    }

    private static bool IsDip(double left, double middle, double right) =>
        middle != 0 && Math.Abs(middle) < Math.Abs(left) && Math.Abs(middle) <= Math.Abs(right) && left * middle > 0;

    private static double Polish(Func<double, double> function, double left, double right) =>
        Brent.TryFindRoot(function, left, right, 1e-15, 200, out var root)
            ? root
            : Bisection.FindRoot(function, left, right, 1e-15, 400);
}
