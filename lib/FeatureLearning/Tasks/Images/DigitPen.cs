using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace FeatureLearning.Tasks;

/// <summary>Draws one digit into a square of pixels; how, says <see cref="DrawnDigitsTask"/>.</summary>
internal static class DigitPen
{
    private const double Rotation = 8 * Math.PI / 180, Slant = 0.15, Size = 0.08, Shift = 0.03, Thinnest = 0.07, Thickest = 0.12;

    /// <summary>One picture under a random map, with a random pen and noise.</summary>
    public static void Draw(MersenneTwister stream, int digit, int side, double distortion, double noise, Span<byte> pixels)
    {
        var strokes = Distorted(stream, digit, side, distortion);
        var pen = Thinnest + ((Thickest - Thinnest) * stream.NextDouble());
        for (var i = 0; i < pixels.Length; i++)
        {
            var ink = Ink(strokes, pen, side, i) + (noise * Normal.Sample(stream, 0, 1));
            pixels[i] = (byte)Math.Round(255 * Math.Clamp(ink, 0, 1));
        }
    }

    /// <summary>Digits as they are, with the mean pen and no noise.</summary>
    public static LabelledImages Plain(ReadOnlySpan<byte> digits, int side)
    {
        var size = side * side;
        var pixels = new byte[digits.Length * size];
        for (var at = 0; at < digits.Length; at++)
        {
            var strokes = DigitStrokes.Of(digits[at])
                .Select(stroke => stroke.Select(point => (side * point.X, side * point.Y)).ToArray()).ToArray();
            for (var i = 0; i < size; i++)
            {
                pixels[(at * size) + i] = (byte)Math.Round(255 * Ink(strokes, (Thinnest + Thickest) / 2, side, i));
            }
        }

        return new LabelledImages(1, side, side, pixels, digits);
    }

    /// <summary>How much of a pixel the pen covers: 1 within the stroke, 0 off it, linear over an edge of one pixel.</summary>
    private static double Ink((double X, double Y)[][] strokes, double pen, int side, int pixel)
    {
        var (x, y) = ((pixel % side) + 0.5, (pixel / side) + 0.5);
        var distance = double.PositiveInfinity;
        foreach (var stroke in strokes)
        {
            for (var k = 1; k < stroke.Length; k++)
            {
                distance = Math.Min(distance, SquaredDistance(x, y, stroke[k - 1], stroke[k]));
            }
        }

        return Math.Clamp((pen * side / 2) - Math.Sqrt(distance) + 0.5, 0, 1);
    }

    /// <summary>The strokes in pixels, turned, slanted, stretched and shifted about the middle of the square.</summary>
    private static (double X, double Y)[][] Distorted(MersenneTwister stream, int digit, int side, double distortion)
    {
        double Deviation(double size) => distortion * size * Normal.Sample(stream, 0, 1);
        var (sin, cos) = Math.SinCos(Deviation(Rotation));
        var slant = Deviation(Slant);
        var (width, height) = (Math.Exp(Deviation(Size)), Math.Exp(Deviation(Size)));
        var (right, down) = (0.5 + Deviation(Shift), 0.5 + Deviation(Shift));
        (double, double) Map((double X, double Y) point)
        {
            var y = height * (point.Y - 0.5);
            var x = (width * (point.X - 0.5)) - (slant * y);
            return (side * ((cos * x) - (sin * y) + right), side * ((sin * x) + (cos * y) + down));
        }

        return [.. DigitStrokes.Of(digit).Select(stroke => stroke.Select(Map).ToArray())];
    }

    private static double SquaredDistance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / length, 0, 1);
        var (ex, ey) = (x - a.X - (along * dx), y - a.Y - (along * dy));
        return (ex * ex) + (ey * ey);
    }
}
