using System.Buffers.Binary;
using System.IO.Compression;

namespace FeatureLearning.Workbook.Report;

/// <summary>The pixels of an opaque PNG of 8 bits a channel, as browsers write them; 0xRRGGBB, row by row. Source: PNG, third edition (W3C).</summary>
internal sealed record PngPixels(int Width, int Height, int[] Colours)
{
    private const int LargestSide = 1 << 14;

    /// <summary>The pixels, or null for any other picture.</summary>
    public static PngPixels? Decode(byte[] png)
    {
        if (png.Length < 33 || png[24] != 8 || png[25] is not (2 or 6) || png[28] != 0)
        {
            return null;
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        int channels = png[25] == 6 ? 4 : 3;
        if (width is < 1 or > LargestSide || height is < 1 or > LargestSide || Unpack(png, height * ((width * channels) + 1)) is not { } bytes)
        {
            return null;
        }

        int[] colours = new int[width * height];
        byte[] above = new byte[width * channels];
        for (int y = 0; y < height; y++)
        {
            Span<byte> line = bytes.AsSpan(y * (above.Length + 1), above.Length + 1);
            Unfilter(line[0], line[1..], above, channels);
            line[1..].CopyTo(above);
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<byte> pixel = above.AsSpan(x * channels, channels);
                if (channels == 4 && pixel[3] != 255)
                {
                    return null;
                }

                colours[(y * width) + x] = (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
            }
        }

        return new PngPixels(width, height, colours);
    }

    private static byte[]? Unpack(byte[] png, int length)
    {
        using MemoryStream packed = new();
        for (int at = 8; at + 12 <= png.Length;)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (size < 0 || size > png.Length - at - 12)
            {
                return null;
            }

            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(png, at + 8, size);
            }

            at += size + 12;
        }

        packed.Position = 0;
        byte[] bytes = new byte[length];
        try
        {
            using ZLibStream zip = new(packed, CompressionMode.Decompress);
            return zip.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Unfilter(byte filter, Span<byte> line, byte[] above, int channels)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int left = i < channels ? 0 : line[i - channels], up = above[i], corner = i < channels ? 0 : above[i - channels];
            line[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - (2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
