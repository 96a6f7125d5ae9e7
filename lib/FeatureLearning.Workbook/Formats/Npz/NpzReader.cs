using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>
/// Reads an .npz: .npy arrays of format 1.0, little-endian float64 and int64, and bool, in C order, compressed or not. Other entries are
/// passed over, but for attributes.json. Every fault is a <see cref="NpzFormatException"/>.
/// </summary>
internal static class NpzReader
{
    private const int BlockLength = 1 << 16;

    private const string Ending = ".npy";

    /// <exception cref="NpzFormatException">The file cannot be read; the message names it.</exception>
    public static NpzFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (NpzFormatException error)
        {
            throw new NpzFormatException($"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NpzFormatException(error is FileNotFoundException or DirectoryNotFoundException ? $"{path}: no such file" : $"{path}: {error.Message}", error);
        }
    }

    /// <param name="stream">Seekable, at its start.</param>
    /// <exception cref="NpzFormatException">The content cannot be read.</exception>
    public static NpzFile Read(Stream stream) => Guard("not a zip, or its directory is damaged", () =>
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: true);
        NpzFile file = NpzFile.Empty;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName == NpzFile.AttributesEntry)
            {
                file = file with { Attributes = Named(NpzFile.AttributesEntry, () => ReadAttributes(entry, stream.Length)) };
            }
            else if (entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
            {
                string name = entry.FullName[..^Ending.Length];
                file = file.Arrays.ContainsKey(name)
                    ? throw new NpzFormatException($"array '{Printable(name)}': there are two of that name")
                    : file.With(name, Named($"array '{Printable(name)}'", () => ReadArray(entry, stream.Length)));
            }
        }

        return file;
    });

    private static T Named<T>(string what, Func<T> read)
    {
        try
        {
            return Guard("it is damaged", read);
        }
        catch (NpzFormatException error)
        {
            throw new NpzFormatException($"{what}: {error.Message}", error);
        }
    }

    // What System.IO.Compression throws on damaged files, by experience of the fuzz tests.
    private static T Guard<T>(string message, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new NpzFormatException(message, error);
        }
    }

    private static NpyArray ReadArray(ZipArchiveEntry zipEntry, long fileLength)
    {
        using NpzEntry entry = new(zipEntry, fileLength);
        byte[] prefix = new byte[NpyHeader.PrefixLength];
        entry.Fill(prefix);
        byte[] dictionary = new byte[NpyHeader.DictionaryLength(prefix)];
        entry.Fill(dictionary);
        NpyHeader header = NpyHeader.Parse(dictionary);
        int count = Count(header, entry.Remaining);
        NpyArray array = header.Type switch
        {
            "<f8" => NpyArray.Of(Fill(entry, new double[count]), header.Shape),
            "<i8" => NpyArray.Of(Fill(entry, new long[count]), header.Shape),
            _ => NpyArray.Of(Array.ConvertAll(Fill(entry, new byte[count]), flag => flag != 0), header.Shape),
        };
        entry.End();
        return array;
    }

    private static int Count(NpyHeader header, long bytes)
    {
        int size = header.Type == "|b1" ? 1 : 8;
        Int128 count = 1;
        foreach (int length in header.Shape)
        {
            count = Int128.Min(count * length, long.MaxValue); // more than any file has
        }

        string shape = string.Join(", ", header.Shape.Take(8)) + (header.Shape.Length > 8 ? ", …" : "");
        return count * size != bytes ? throw new NpzFormatException(FormattableString.Invariant(
                $"its shape ({shape}) of {header.Type} does not fit its {bytes} bytes"))
            : count > Array.MaxLength ? throw new NpzFormatException($"its shape ({shape}) is too large") : (int)count;
    }

    private static T[] Fill<T>(NpzEntry entry, T[] values)
        where T : unmanaged
    {
        for (int start = 0; start < values.Length; start += BlockLength)
        {
            entry.Fill(MemoryMarshal.AsBytes<T>(values.AsSpan(start, Math.Min(BlockLength, values.Length - start))));
        }

        return values;
    }

    private static JsonElement ReadAttributes(ZipArchiveEntry zipEntry, long fileLength)
    {
        using NpzEntry entry = new(zipEntry, fileLength);
        byte[] text = new byte[checked((int)Math.Min(entry.Remaining, int.MaxValue))];
        entry.Fill(text);
        entry.End();
        try
        {
            JsonElement attributes = Json.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text));
            return attributes.ValueKind == JsonValueKind.Object ? attributes : throw new NpzFormatException("not one JSON object");
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw new NpzFormatException("not one JSON object", error);
        }
    }

    private static string Printable(string name) =>
        string.Concat(name.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
