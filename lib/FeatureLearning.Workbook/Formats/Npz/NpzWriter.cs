using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>Writes an .npz that numpy.load reads. The same content gives the same bytes: entries carry no time.</summary>
internal static class NpzWriter
{
    private const int BlockLength = 1 << 20;

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, NpzFile file) => AtomicFile.Write(path, stream => Write(stream, file));

    public static void Write(Stream stream, NpzFile file)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, NpyArray array) in file.Arrays)
        {
            using Stream entry = Create(zip, $"{name}.npy");
            entry.Write(NpyHeader.Of(array));
            WriteValues(entry, array.Values);
        }

        if (file.Attributes is { } attributes)
        {
            using Stream entry = Create(zip, NpzFile.AttributesEntry);
            using Utf8JsonWriter json = new(entry, new JsonWriterOptions { Indented = true });
            attributes.WriteTo(json);
        }
    }

    private static Stream Create(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression); // as numpy.savez: draws do not shrink
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    private static void WriteValues(Stream stream, Array values)
    {
        switch (values)
        {
            case double[] numbers:
                WriteBlocks(stream, numbers);
                break;
            case long[] integers:
                WriteBlocks(stream, integers);
                break;
            case bool[] flags:
                WriteBlocks(stream, flags);
                break;
        }
    }

    // In blocks, since a span of bytes ends at 2 GB and an array of numbers does not.
    private static void WriteBlocks<T>(Stream stream, T[] values)
        where T : unmanaged
    {
        for (int start = 0; start < values.Length; start += BlockLength)
        {
            stream.Write(MemoryMarshal.AsBytes<T>(values.AsSpan(start, Math.Min(BlockLength, values.Length - start))));
        }
    }
}
