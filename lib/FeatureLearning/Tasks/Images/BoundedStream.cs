using System.IO.Compression;

namespace FeatureLearning.Tasks;

/// <summary>
/// Reads a file of a known format from a stream that nobody trusts. Memory grows with the bytes that came, never with the bytes that a
/// header promises, and no more is unpacked than the format allows.
/// </summary>
/// <param name="stream">Where the bytes come from, with or without gzip around them.</param>
/// <param name="what">What it is, for messages: "images".</param>
/// <param name="packed">The packed bytes beneath the stream where it unpacks a whole gzip file, or null.</param>
internal sealed class BoundedStream(Stream stream, string what, TailStream? packed = null)
{
    /// <summary>The longest content that is read: twice what CIFAR-10 has, eight times MNIST.</summary>
    public const int MaximumBytes = 1 << 29;

    private const int FirstBlock = 1 << 16;

    private long total;

    /// <summary>The stream, unpacked where it begins with gzip's magic.</summary>
    public static BoundedStream Open(Stream stream, string what)
    {
        ArgumentNullException.ThrowIfNull(stream, what);
        var start = new byte[2];
        var read = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, read), stream);
        if (read < 2 || start[0] != 0x1F || start[1] != 0x8B)
        {
            return new BoundedStream(whole, what);
        }

        var packed = new TailStream(whole);
        return new BoundedStream(new GZipStream(packed, CompressionMode.Decompress), what, packed);
    }

    /// <summary>Exactly so many bytes.</summary>
    /// <exception cref="InvalidDataException">The stream ends before, or its compression is damaged.</exception>
    public byte[] Read(int count)
    {
        var bytes = new byte[Math.Min(count, FirstBlock)];
        for (var have = 0; have < count;)
        {
            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(2L * have, count));
            }

            var read = Next(bytes.AsSpan(have));
            if (read == 0)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{what}: the file ends too early: {count} more bytes were expected, {have} came."));
            }

            have += read;
        }

        return bytes;
    }

    /// <summary>The next bytes, at least one and as many as there are at once.</summary>
    /// <exception cref="InvalidDataException">The stream has ended, or its compression is damaged.</exception>
    public int Read(Span<byte> buffer) => Next(buffer) is > 0 and var read
        ? read
        : throw new InvalidDataException($"{what}: the file ends too early.");

    /// <summary>All bytes, of which there must be no more than so many.</summary>
    /// <exception cref="InvalidDataException">There are more, or the compression is damaged.</exception>
    public byte[] ReadAll(int most)
    {
        var bytes = new byte[Math.Min(most, FirstBlock)];
        var have = 0;
        for (int read; (read = Next(bytes.AsSpan(have))) > 0;)
        {
            have += read;
            if (have == most)
            {
                break;
            }

            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(2L * have, most));
            }
        }

        End();
        return bytes[..have];
    }

    /// <summary>The stream must end here.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public void End()
    {
        if (Next(new byte[1]) != 0)
        {
            throw new InvalidDataException($"{what}: there are bytes after the end of the content.");
        }

        // GZipStream takes a file whose last bytes are missing, and one with bytes after them, without a word.
        if (packed is not null && packed.Drain() != (uint)total)
        {
            throw new InvalidDataException($"{what}: the gzip file does not end with the length of its content: it is cut, or has bytes after its end.");
        }
    }

    private int Next(Span<byte> buffer)
    {
        try
        {
            var read = stream.Read(buffer);
            total += read;
            return read;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{what}: the compression is damaged: {error.Message}", error);
        }
    }
}
