namespace FeatureLearning.Tasks;

/// <summary>The ten digits as strokes on the unit square, y downwards: lines and arcs of ellipses, as polygons.</summary>
internal static class DigitStrokes
{
    private const double DegreesAStep = 6;

    private static readonly (double X, double Y)[][][] Digits =
    [
        [Arc(0.5, 0.5, 0.22, 0.37, -90, 270)],
        [[(0.36, 0.27), (0.52, 0.13), (0.52, 0.87)]],
        [[.. Arc(0.5, 0.33, 0.22, 0.2, -170, 42), (0.27, 0.87), (0.74, 0.87)]],
        [[.. Arc(0.48, 0.3, 0.2, 0.175, -160, 90), .. Arc(0.48, 0.675, 0.24, 0.2, -90, 160)]],
        [[(0.58, 0.13), (0.24, 0.63), (0.77, 0.63)], [(0.6, 0.4), (0.6, 0.87)]],
        [[(0.71, 0.13), (0.36, 0.13), (0.33, 0.47), .. Arc(0.47, 0.64, 0.25, 0.23, -125, 145)]],
        [[.. Arc(0.64, 0.65, 0.37, 0.52, 270, 180), .. Arc(0.49, 0.67, 0.215, 0.2, 180, 540)]],
        [[(0.26, 0.13), (0.74, 0.13), (0.43, 0.87)]],
        [Arc(0.5, 0.3, 0.18, 0.17, 90, 450), Arc(0.5, 0.675, 0.22, 0.205, -90, 270)],
        [[.. Arc(0.5, 0.33, 0.21, 0.2, 360, 0), .. Arc(0.34, 0.33, 0.37, 0.54, 0, 82)]],
    ];

    /// <summary>The strokes of a digit, each a polygon of two points or more.</summary>
    public static (double X, double Y)[][] Of(int digit) => Digits[digit];

    /// <summary>Angles in degrees from the right, clockwise as seen; backwards where the second is the smaller.</summary>
    private static (double X, double Y)[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var steps = (int)Math.Ceiling(Math.Abs(to - from) / DegreesAStep);
        return [.. Enumerable.Range(0, steps + 1).Select(i =>
        {
            var (sin, cos) = Math.SinCos((from + ((to - from) * i / steps)) * Math.PI / 180);
            return (x + (radiusX * cos), y + (radiusY * sin));
        })];
    }
}
