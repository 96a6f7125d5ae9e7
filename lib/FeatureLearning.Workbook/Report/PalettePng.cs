using System.Buffers.Binary;
using System.IO.Compression;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// Makes a browser's picture of a figure small: at most 256 colours by a palette, where no pixel changes by more than the eye sees. Drawn figures have few
/// colours and their blends at edges, and shrink to a third. Source: PNG, third edition (W3C).
/// </summary>
internal static class PalettePng
{
    private const int PaletteSize = 256;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The picture with a palette, or as it came where it is no opaque PNG of 8 bits a channel, or has too many colours for one.</summary>
    /// <param name="png">The picture.</param>
    /// <param name="largestChange">Most that a channel of a pixel may change, of 255.</param>
    public static byte[] Shrink(byte[] png, int largestChange = 16)
    {
        if (PngPixels.Decode(png) is not { } picture)
        {
            return png;
        }

        var counts = new Dictionary<int, int>();
        foreach (int colour in picture.Colours)
        {
            counts[colour] = counts.GetValueOrDefault(colour) + 1;
        }

        for (int change = 0; change <= largestChange; change = (2 * change) + 1)
        {
            if (Palette(counts, change) is { } palette)
            {
                byte[] shrunk = Encode(picture, palette.Colours, palette.Places);
                return shrunk.Length < png.Length ? shrunk : png;
            }
        }

        return png;
    }

    // Frequent colours first; one that is near enough to an entry takes that. Ties by value, so that the same picture gives the same bytes.
    private static (List<int> Colours, Dictionary<int, byte> Places)? Palette(Dictionary<int, int> counts, int change)
    {
        List<int> colours = [];
        Dictionary<int, byte> places = [];
        foreach (int colour in counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key))
        {
            int place = colours.FindIndex(entry => Distance(entry, colour) <= change);
            if (place < 0)
            {
                if (colours.Count == PaletteSize)
                {
                    return null;
                }

                place = colours.Count;
                colours.Add(colour);
            }

            places[colour] = (byte)place;
        }

        return (colours, places);
    }

    private static int Distance(int a, int b) => Math.Max(
        Math.Abs((a >> 16) - (b >> 16)), Math.Max(Math.Abs((a >> 8 & 255) - (b >> 8 & 255)), Math.Abs((a & 255) - (b & 255))));

    private static byte[] Encode(PngPixels picture, List<int> colours, Dictionary<int, byte> places)
    {
        using MemoryStream png = new();
        png.Write(Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (8, 3);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, [.. colours.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]);
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] row = new byte[picture.Width + 1]; // filter 0, the best for palettes
            for (int y = 0; y < picture.Height; y++)
            {
                for (int x = 0; x < picture.Width; x++)
                {
                    row[x + 1] = places[picture.Colours[(y * picture.Width) + x]];
                }

                zip.Write(row);
            }
        }

        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        png.Write(number);
    }
}
