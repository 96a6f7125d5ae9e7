using System.Text;

namespace FeatureLearning.Tasks;

/// <summary>
/// The files of a tar archive, one after the other, by name and size. <c>System.Formats.Tar</c> allocates what a header promises (512 MB for
/// an archive of 1 kB, measured), so an archive that nobody trusts is walked by its blocks here: a header of 512 bytes, then the content
/// in whole blocks.
/// </summary>
internal sealed class TarFiles(Stream unpacked, string what)
{
    private const int Block = 512, Name = 100, Size = 124, SizeLength = 12, Sum = 148, SumLength = 8, Kind = 156;

    private readonly BoundedStream stream = new(unpacked, what);
    private readonly byte[] skipped = new byte[1 << 16];

    /// <summary>Goes on to the next entry; false at the end of the archive.</summary>
    /// <exception cref="InvalidDataException">This is no tar archive, or it ends within an entry.</exception>
    public bool Next(out string name, out long size, out bool isFile)
    {
        (name, size, isFile) = ("", 0, false);
        var header = stream.Read(Block);
        if (!header.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        long sum = header.Sum(b => (long)b) - header.AsSpan(Sum, SumLength).ToArray().Sum(b => (long)b) + (SumLength * ' ');
        if (Octal(header.AsSpan(Sum, SumLength)) != sum || Octal(header.AsSpan(Size, SizeLength)) is not { } length)
        {
            throw new InvalidDataException($"{what}: this is not a tar archive.");
        }

        name = Encoding.Latin1.GetString(header, 0, Name).Split('\0')[0];
        (size, isFile) = (length, header[Kind] is 0 or (byte)'0');
        return true;
    }

    /// <summary>The content of the entry whose size was told.</summary>
    public byte[] Read(int size)
    {
        var content = stream.Read(size);
        SkipRaw(Padding(size));
        return content;
    }

    /// <summary>Passes over the content of the entry.</summary>
    public void Skip(long size)
    {
        SkipRaw(size);
        SkipRaw(Padding(size));
    }

    private static long Padding(long size) => (Block - (size % Block)) % Block;

    private void SkipRaw(long count)
    {
        while (count > 0)
        {
            count -= stream.Read(skipped.AsSpan(0, (int)Math.Min(count, skipped.Length)));
        }
    }

    /// <summary>Octal digits, with blanks before and blanks or zero bytes after them; null for anything else.</summary>
    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.TrimStart((byte)' ').TrimEnd([(byte)' ', (byte)0]);
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (8 * value) + digit - '0';
        }

        return digits.IsEmpty ? null : value;
    }
}
