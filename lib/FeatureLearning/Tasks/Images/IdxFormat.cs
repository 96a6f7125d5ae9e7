using System.Buffers.Binary;

namespace FeatureLearning.Tasks;

/// <summary>
/// The IDX files of MNIST, plain or packed with gzip: two zero bytes, the type 8 (unsigned byte), the number of dimensions, each
/// dimension as four bytes with the highest first, then the bytes themselves.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Bytes</term><description>Meaning</description></listheader>
/// <item><term>00 00 08 03 n H W</term><description>n pictures of H×W grey pixels, 0 the ground and 255 the stroke</description></item>
/// <item><term>00 00 08 01 n</term><description>n labels</description></item>
/// </list>
/// Streams are not trusted: content longer than 512 MiB is refused, and memory grows with the bytes that came, not with what the header
/// promises. They are read to their end and not closed.
/// </remarks>
public static class IdxFormat
{
    private const int Images = 0x0803, Labels = 0x0801;

    /// <summary>Reads pictures and their labels.</summary>
    /// <param name="images">The file of pictures (train-images-idx3-ubyte, or the same with .gz).</param>
    /// <param name="labels">The file of labels (train-labels-idx1-ubyte, or the same with .gz).</param>
    /// <param name="classes">Labels must be below this number, 1 to 256.</param>
    /// <exception cref="InvalidDataException">
    /// A file is not such a file, ends too early or goes on too long, the numbers of pictures and labels differ, or a label is too large.
    /// </exception>
    /// <exception cref="ArgumentException">The number of classes is outside 1..256.</exception>
    public static LabelledImages Read(Stream images, Stream labels, int classes = 10)
    {
        if (classes is < 1 or > 256)
        {
            throw new ArgumentException(FormattableString.Invariant($"classes must be between 1 and 256; it is {classes}."), nameof(classes));
        }

        var (sizes, pixels) = Read(images, Images, nameof(images));
        var (counts, values) = Read(labels, Labels, nameof(labels));
        if (counts[0] != sizes[0])
        {
            throw new InvalidDataException(FormattableString.Invariant($"labels: the file has {counts[0]} labels for {sizes[0]} images."));
        }

        var bad = values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return bad < 0
            ? new LabelledImages(1, sizes[1], sizes[2], pixels, values)
            : throw new InvalidDataException(FormattableString.Invariant(
                $"labels: label {bad + 1} is {values[bad]}; it must be between 0 and {classes - 1}."));
    }

    /// <summary>Writes grey pictures, unpacked.</summary>
    /// <param name="data">Pictures with one channel.</param>
    /// <param name="images">Where the pictures go.</param>
    /// <param name="labels">Where the labels go.</param>
    /// <exception cref="ArgumentException">The pictures have more than one channel.</exception>
    public static void Write(LabelledImages data, Stream images, Stream labels)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (data.Channels != 1)
        {
            throw new ArgumentException(FormattableString.Invariant($"data has {data.Channels} channels; IDX files hold grey pictures."), nameof(data));
        }

        WriteNumbers(images, Images, data.Count, data.Height, data.Width);
        images.Write(data.Pixels);
        WriteNumbers(labels, Labels, data.Count);
        labels.Write(data.Labels);
    }

    private static (int[] Sizes, byte[] Bytes) Read(Stream stream, int magic, string what)
    {
        var file = BoundedStream.Open(stream, what);
        var found = BinaryPrimitives.ReadUInt32BigEndian(file.Read(4));
        if (found != magic)
        {
            throw new InvalidDataException(
                $"{what}: the file begins with {found:X8}, where an IDX file of {what} begins with {magic:X8}{Hint(found)}.");
        }

        var header = file.Read(4 * (magic & 0xFF));
        var sizes = new int[magic & 0xFF];
        UInt128 total = 1;
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i));
            total *= size;
            sizes[i] = (int)Math.Min(size, int.MaxValue);
        }

        if (total == 0 || total > BoundedStream.MaximumBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{what}: the header says {string.Join('×', sizes)}; the product must be between 1 and {BoundedStream.MaximumBytes}."));
        }

        var bytes = file.Read((int)total);
        file.End();
        return (sizes, bytes);
    }

    private static string Hint(uint found) => found switch
    {
        Images => " (this is a file of images)",
        Labels => " (this is a file of labels)",
        0x03080000 or 0x01080000 => " (its bytes are swapped)",
        >= 0x3C000000 and < 0x3D000000 => " (this looks like an HTML page)",
        _ => "",
    };

    private static void WriteNumbers(Stream stream, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            stream.Write(bytes);
        }
    }
}
