using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Tests.Formats.Npz;

/// <summary>Files of every type and rank, and zips of any bytes.</summary>
internal static class NpzSamples
{
    public static NpzFile EveryKind { get; } = NpzFile.Empty
        .With("posterior/f", NpyArray.Of([.. Enumerable.Range(0, 24).Select(i => (i * 0.1) - 1)], 2, 3, 4))
        .With("posterior/Δ", NpyArray.Of([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue], 2, 3))
        .With("posterior/none", NpyArray.Of(Array.Empty<double>(), 4, 0))
        .With("sample_stats/steps", NpyArray.Of([long.MinValue, -1, 0, long.MaxValue], 4))
        .With("sample_stats/diverging", NpyArray.Of([true, false, false, true, true, false], 2, 3))
        .With("observed_data/noise", NpyArray.Of([0.25]))
        .With("observed_data/deep", NpyArray.Of([1L, 2], 1, 1, 2, 1, 1)) with
    { Attributes = JsonSerializer.SerializeToElement(new { sampler = "hmc", seed = 7, note = "χ = 1" }) };

    public static byte[] Bytes(NpzFile file)
    {
        using MemoryStream stream = new();
        NpzWriter.Write(stream, file);
        return stream.ToArray();
    }

    public static NpzFile Read(byte[] bytes) => NpzReader.Read(new MemoryStream(bytes));

    /// <summary>A zip with right checksums, whatever is in it.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An .npy of a dictionary and data.</summary>
    public static byte[] Npy(string dictionary, int dataLength) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)(dictionary.Length & 255), (byte)(dictionary.Length >> 8), .. Encoding.Latin1.GetBytes(dictionary), .. new byte[dataLength]];

    public static byte[] Content(byte[] zip, string name)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        using Stream entry = archive.GetEntry(name)!.Open();
        using MemoryStream content = new();
        entry.CopyTo(content);
        return content.ToArray();
    }

    public static void Same(NpzFile expected, NpzFile actual)
    {
        Assert.Equal(expected.Arrays.Keys, actual.Arrays.Keys);
        foreach ((string name, NpyArray array) in expected.Arrays)
        {
            Assert.Equal(array.Shape, actual.Arrays[name].Shape);
            Assert.Equal(array.Values.GetType(), actual.Arrays[name].Values.GetType());
            Assert.Equal(Bits(array), Bits(actual.Arrays[name]));
        }

        Assert.Equal(expected.Attributes is { } a ? JsonSerializer.Serialize(a) : null, actual.Attributes is { } b ? JsonSerializer.Serialize(b) : null);
    }

    private static long[] Bits(NpyArray array) =>
        array.Values is long[] integers ? integers : Array.ConvertAll(array.ToDoubles(), BitConverter.DoubleToInt64Bits);
}
