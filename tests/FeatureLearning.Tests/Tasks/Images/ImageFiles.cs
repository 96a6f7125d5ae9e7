using System.IO.Compression;

namespace FeatureLearning.Tests.Tasks.Images;

/// <summary>Files in the true formats, put together byte by byte from the formats' descriptions and not by the library.</summary>
internal static class ImageFiles
{
    public const int CifarRecord = 3073;

    public static byte[] IdxImages(uint count, uint height, uint width, params byte[] pixels) =>
        [.. Number(0x0803), .. Number(count), .. Number(height), .. Number(width), .. pixels];

    public static byte[] IdxLabels(uint count, params byte[] labels) => [.. Number(0x0801), .. Number(count), .. labels];

    /// <summary>A record whose pixel at (channel, row, column) is 100·channel + row + column.</summary>
    public static byte[] CifarBatch(params byte[] labels) => [.. labels.SelectMany(label => (byte[])[label, .. CifarPixels()])];

    public static byte[] CifarPixels() => [.. Enumerable.Range(0, 3 * 32 * 32).Select(i => (byte)((100 * (i / 1024)) + (i / 32 % 32) + (i % 32)))];

    public static byte[] Gzip(params byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Some bytes and then so many megabytes of zeros, in a thousandth of their size: gzip files may follow one another.</summary>
    public static byte[] GzipBomb(byte[] start, int megabytes) =>
        [.. Gzip(start), .. Enumerable.Repeat(Gzip(new byte[1 << 20]), megabytes).SelectMany(member => member)];

    /// <summary>An archive, written by the framework, that the reader does not use.</summary>
    public static byte[] TarGz(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new System.Formats.Tar.TarWriter(gzip, System.Formats.Tar.TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.Directory, "cifar-10-batches-bin/"));
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "cifar-10-batches-bin/" + name)
                {
                    DataStream = new MemoryStream(content),
                });
            }
        }

        return packed.ToArray();
    }

    /// <summary>The header of a tar entry with a size that need not be true.</summary>
    public static byte[] TarHeader(string name, char kind, string octalSize)
    {
        var header = new byte[512];
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        System.Text.Encoding.ASCII.GetBytes(octalSize).CopyTo(header, 124);
        header[156] = (byte)kind;
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(b => b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
