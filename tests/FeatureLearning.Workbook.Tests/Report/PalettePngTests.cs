using System.Buffers.Binary;
using System.IO.Compression;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>Pictures made small, read back by a reader of their own; what is no such picture stays as it came.</summary>
public sealed class PalettePngTests
{
    private const int Width = 80, Height = 60;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Few_colours_are_kept_exactly_through_every_filter(int channels)
    {
        byte[] pixels = Pixels(channels, (x, y) => Some(x, y, 200) is var c ? (c % 7 * 30, c % 5 * 50, c % 6 * 40) : default);
        byte[] png = Png(pixels, channels), shrunk = PalettePng.Shrink(png);
        Assert.Equal(0, LargestChange(pixels, channels, shrunk));
        Assert.Equal(shrunk, PalettePng.Shrink(png));
    }

    [Fact]
    public void Blends_change_by_less_than_the_limit_and_the_file_by_more_than_half()
    {
        // Some of 1200 blends of two colours, more than a palette has.
        byte[] pixels = Pixels(4, (x, y) => Some(x, y, 1200) is var c ? (c % 40 * 6, c / 40 * 8, c / 40 * 8) : default);
        byte[] png = Png(pixels, 4), shrunk = PalettePng.Shrink(png);
        Assert.InRange(LargestChange(pixels, 4, shrunk), 1, 16);
        Assert.InRange(shrunk.Length, 1, png.Length / 2);
    }

    [Fact]
    public void Too_many_colours_transparency_and_other_files_stay_as_they_came()
    {
        var random = new Random(1);
        byte[] noise = Png(Pixels(3, (_, _) => (random.Next(256), random.Next(256), random.Next(256))), 3);
        byte[] clear = Pixels(4, (x, y) => (x, y, 0));
        clear[3] = 254;
        byte[] cut = Png(Pixels(3, (x, y) => (x, y, 0)), 3)[..^40];
        foreach (byte[] png in new[] { noise, Png(clear, 4), cut, [], [1, 2, 3], new byte[100] })
        {
            Assert.Same(png, PalettePng.Shrink(png));
        }
    }

    // One of so many, without a pattern.
    private static int Some(int x, int y, int count) => (int)((((uint)((y * Width) + x) * 2654435761u) >> 8) % (uint)count);

    private static byte[] Pixels(int channels, Func<int, int, (int R, int G, int B)> colour)
    {
        byte[] pixels = new byte[Width * Height * channels];
        for (int i = 0; i < Width * Height; i++)
        {
            var (r, g, b) = colour(i % Width, i / Width);
            ((byte[])[(byte)r, (byte)g, (byte)b, 255])[..channels].CopyTo(pixels, i * channels);
        }

        return pixels;
    }

    // Row y with filter y mod 5.
    private static byte[] Png(byte[] pixels, int channels)
    {
        int stride = Width * channels;
        int At(int y, int i) => y < 0 || i < 0 ? 0 : pixels[(y * stride) + i];
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < Height; y++)
            {
                zip.WriteByte((byte)(y % 5));
                for (int i = 0; i < stride; i++)
                {
                    int a = At(y, i - channels), b = At(y - 1, i), c = i < channels ? 0 : At(y - 1, i - channels), p = a + b - c;
                    int[] near = [a, b, c];
                    int guess = (y % 5) switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => near.MinBy(value => Math.Abs(p - value)) };
                    zip.WriteByte((byte)(At(y, i) - guess));
                }
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, (byte)(channels == 4 ? 6 : 2));
        return [0x89, .. "PNG\r\n"u8, 26, 10, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Append(0, [.. type, .. data]));
        return [.. length, .. type, .. data, .. sum];
    }

    private static int LargestChange(byte[] pixels, int channels, byte[] shrunk)
    {
        Dictionary<string, byte[]> chunks = [];
        for (int at = 8; at < shrunk.Length;)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(shrunk.AsSpan(at));
            byte[] data = shrunk[(at + 8)..(at + 8 + size)];
            Assert.Equal(Crc32.Append(0, shrunk.AsSpan(at + 4, size + 4)), BinaryPrimitives.ReadUInt32BigEndian(shrunk.AsSpan(at + 8 + size)));
            chunks[System.Text.Encoding.ASCII.GetString(shrunk, at + 4, 4)] = data;
            at += size + 12;
        }

        Assert.Equal(3, chunks["IHDR"][9]);
        using ZLibStream zip = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        byte[] rows = new byte[(Width + 1) * Height];
        zip.ReadExactly(rows);
        return Enumerable.Range(0, Width * Height * 3).Max(i =>
        {
            int pixel = i / 3, place = rows[(pixel / Width * (Width + 1)) + 1 + (pixel % Width)];
            return Math.Abs(chunks["PLTE"][(place * 3) + (i % 3)] - pixels[(pixel * channels) + (i % 3)]);
        });
    }
}
