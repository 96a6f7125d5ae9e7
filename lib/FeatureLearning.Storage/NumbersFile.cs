using System.Security.Cryptography;

namespace FeatureLearning.Storage;

/// <summary>Rows of numbers in a file: "FLNUMBR1", the key (32 bytes), number of rows, each row's length and numbers, SHA-256 of all before.</summary>
internal static class NumbersFile
{
    private const int HashLength = 32;

    private static readonly byte[] Magic = [.. "FLNUMBR1"u8];

    public static void Write(string path, byte[] key, double[][] rows)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Magic);
        writer.Write(key);
        writer.Write(rows.Length);
        foreach (var row in rows)
        {
            writer.Write(row.Length);
            Array.ForEach(row, writer.Write);
        }

        writer.Flush();
        var bytes = content.ToArray();
        AtomicFile.Write(path, [.. bytes, .. SHA256.HashData(bytes)]);
    }

    /// <summary>The rows, or null where there is no file, or one that is damaged or has another key.</summary>
    public static double[][]? Read(string path, byte[] key)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - HashLength));
        if (!content.StartsWith(Magic) || !content[Magic.Length..].StartsWith(key)
            || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length + key.Length, content.Length - Magic.Length - key.Length));
        var rows = new double[reader.ReadInt32()][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadDouble())];
        }

        return rows;
    }
}
