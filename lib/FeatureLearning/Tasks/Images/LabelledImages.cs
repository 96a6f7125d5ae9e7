namespace FeatureLearning.Tasks;

/// <summary>Pictures of bytes with a class each, as MNIST and CIFAR-10 store them.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>n</term><description><see cref="Count"/>, the number of pictures</description></item>
/// <item><term>H, W, C</term><description><see cref="Height"/>, <see cref="Width"/>, <see cref="Channels"/> (1 grey, 3 red, green, blue)</description></item>
/// <item><term>D</term><description><see cref="Dimension"/> = C·H·W</description></item>
/// <item><term>p_j</term><description>a pixel, 0 to 255; channel by channel, row by row from the top, each row from the left</description></item>
/// </list>
/// The bytes are copied in.
/// </remarks>
public sealed class LabelledImages
{
    private readonly byte[] pixels;
    private readonly byte[] labels;

    /// <summary>Makes a collection.</summary>
    /// <param name="channels">C ≥ 1.</param>
    /// <param name="height">H ≥ 1.</param>
    /// <param name="width">W ≥ 1.</param>
    /// <param name="pixels">n·C·H·W bytes, picture by picture.</param>
    /// <param name="labels">n ≥ 1 classes.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the number of pixels is not n·C·H·W.</exception>
    public LabelledImages(int channels, int height, int width, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> labels)
    {
        Channels = Require.Positive(channels, nameof(channels));
        Height = Require.Positive(height, nameof(height));
        Width = Require.Positive(width, nameof(width));
        Require.Positive(labels.Length, nameof(labels));
        if ((Int128)labels.Length * channels * height * width != pixels.Length)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"pixels has {pixels.Length} bytes; {labels.Length} pictures of {channels}×{height}×{width} have another number."), nameof(pixels));
        }

        this.pixels = pixels.ToArray();
        this.labels = labels.ToArray();
    }

    /// <summary>n.</summary>
    public int Count => labels.Length;

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H, in pixels.</summary>
    public int Height { get; }

    /// <summary>W, in pixels.</summary>
    public int Width { get; }

    /// <summary>D = C·H·W.</summary>
    public int Dimension => Channels * Height * Width;

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<byte> Labels => labels;

    /// <summary>All pixels, picture by picture.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>The D pixels of one picture.</summary>
    /// <param name="index">0 to n − 1.</param>
    /// <exception cref="ArgumentException">There is no such picture.</exception>
    public ReadOnlySpan<byte> Image(int index) => index >= 0 && index < Count
        ? pixels.AsSpan(index * Dimension, Dimension)
        : throw new ArgumentException(FormattableString.Invariant($"index must be between 0 and {Count - 1}; it is {index}."), nameof(index));

    /// <summary>Smaller pictures: the mean of each block of factor × factor pixels, rounded to the nearest byte.</summary>
    /// <param name="factor">A divisor of H and W.</param>
    /// <exception cref="ArgumentException">The factor does not divide H and W.</exception>
    public LabelledImages Shrink(int factor)
    {
        if (Require.Positive(factor, nameof(factor)) is var f && (Height % f != 0 || Width % f != 0))
        {
            throw new ArgumentException(FormattableString.Invariant($"factor must divide {Height} and {Width}; it is {factor}."), nameof(factor));
        }

        int height = Height / factor, width = Width / factor;
        var small = new byte[Count * Channels * height * width];
        for (var i = 0; i < small.Length; i++)
        {
            var (plane, row, column) = (i / (height * width), i / width % height, i % width);
            var corner = (plane * Height * Width) + (row * factor * Width) + (column * factor);
            var sum = 0;
            for (var block = 0; block < factor * factor; block++)
            {
                sum += pixels[corner + (block / factor * Width) + (block % factor)];
            }

            small[i] = (byte)Math.Round((double)sum / (factor * factor), MidpointRounding.AwayFromZero);
        }

        return new LabelledImages(Channels, height, width, small, labels);
    }
}
