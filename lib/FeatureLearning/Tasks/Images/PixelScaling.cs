using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Tasks;

/// <summary>How the pixels p_j = 0…255 of a picture become the entries x_j of an input.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>x_j</term><description>one entry of an input, dimensionless, j = 1…D</description></item>
/// <item><term>m, s</term><description>mean and standard deviation of pixels, over the picture or over the two classes</description></item>
/// </list>
/// </remarks>
public enum PixelScaling
{
    /// <summary>
    /// x_j = (p_j − m)/s over the picture's own D pixels: mean 0, x·x = D, so that the linear kernel has the same diagonal for all points.
    /// </summary>
    EachImage,

    /// <summary>x_j = (p_j − m)/s over all pixels of all training pictures of the two classes, chosen or not.</summary>
    BothClasses,

    /// <summary>x_j = p_j/255, between 0 and 1.</summary>
    UnitInterval,
}

/// <summary>Applies a scaling.</summary>
internal sealed class PixelScaler
{
    private readonly PixelScaling scaling;
    private readonly double mean, deviation;

    /// <param name="scaling">Which.</param>
    /// <param name="images">Training pictures.</param>
    /// <param name="classes">Indices of those of the two classes.</param>
    public PixelScaler(PixelScaling scaling, LabelledImages images, IReadOnlyCollection<int> classes)
    {
        this.scaling = scaling;
        (mean, deviation) = scaling switch
        {
            PixelScaling.EachImage => (0, 1),
            PixelScaling.UnitInterval => (0, 255),
            PixelScaling.BothClasses => Moments(classes, images),
            _ => throw new ArgumentException($"Unknown pixel scaling '{scaling}'.", nameof(scaling)),
        };
        if (!(deviation > 0))
        {
            throw new ArgumentException("images: all pixels of the two classes have the same value.", nameof(images));
        }
    }

    /// <summary>The input of one picture.</summary>
    public Vector<double> Input(LabelledImages images, int index)
    {
        var (m, s) = scaling == PixelScaling.EachImage ? Moments([index], images) : (mean, deviation);
        if (!(s > 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Picture {index} has the same value in all pixels; {nameof(PixelScaling.EachImage)} cannot scale it."), nameof(images));
        }

        var pixels = images.Image(index);
        var input = new double[pixels.Length];
        for (var j = 0; j < input.Length; j++)
        {
            input[j] = (pixels[j] - m) / s;
        }

        return Vector<double>.Build.Dense(input);
    }

    // Sums of bytes and of their squares are exact in 64 bits, so that the order of the pictures does not matter.
    private static (double Mean, double Deviation) Moments(IReadOnlyCollection<int> chosen, LabelledImages images)
    {
        long sum = 0, squares = 0, count = (long)chosen.Count * images.Dimension;
        foreach (var index in chosen)
        {
            foreach (var pixel in images.Image(index))
            {
                sum += pixel;
                squares += pixel * pixel;
            }
        }

        var variance = (double)(((Int128)squares * count) - ((Int128)sum * sum)) / count / count;
        return ((double)sum / count, Math.Sqrt(variance));
    }
}
