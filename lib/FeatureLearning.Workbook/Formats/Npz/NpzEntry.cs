using System.IO.Compression;

namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>One entry of a zip being read: exactly the length that the zip's directory claims, and its checksum.</summary>
internal sealed class NpzEntry : IDisposable
{
    // Deflate expands a byte to 1032 at most: a claim beyond that is a lie, and is refused before memory is asked for.
    private const long LargestExpansion = 1032;

    private readonly Stream stream;
    private readonly uint expected;
    private uint checksum;

    /// <exception cref="NpzFormatException">The entry claims more than the file can hold.</exception>
    public NpzEntry(ZipArchiveEntry entry, long fileLength)
    {
        if (entry.CompressedLength > fileLength || entry.Length / LargestExpansion > entry.CompressedLength)
        {
            throw new NpzFormatException(FormattableString.Invariant($"it claims {entry.Length} bytes, more than the file can hold"));
        }

        (Remaining, expected, stream) = (entry.Length, entry.Crc32, entry.Open());
    }

    /// <summary>Bytes not yet read.</summary>
    public long Remaining { get; private set; }

    /// <summary>Fills the span.</summary>
    /// <exception cref="NpzFormatException">The entry ends before.</exception>
    public void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new NpzFormatException("it is truncated");
        }

        checksum = Crc32.Append(checksum, bytes);
        Remaining -= bytes.Length;
    }

    /// <summary>Checks that nothing is left, and the checksum.</summary>
    /// <exception cref="NpzFormatException">Something is, or the checksum is another.</exception>
    public void End()
    {
        if (Remaining != 0 || stream.ReadByte() >= 0)
        {
            throw new NpzFormatException("there is more than its header says");
        }

        if (checksum != expected)
        {
            throw new NpzFormatException(FormattableString.Invariant($"its checksum is {checksum:x8}, not {expected:x8}: the file is damaged"));
        }
    }

    public void Dispose() => stream.Dispose();
}
