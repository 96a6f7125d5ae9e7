using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FeatureLearning.Sampling;

/// <summary>
/// A file with the latest snapshot of every chain. Chains do not depend on each other, so that each is saved where it stands. Written beside
/// the target and renamed, so that a kill leaves the old file or the new one.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Bytes</term><description>Content</description></listheader>
/// <item><term>8, 32</term><description>"FLSAMPL1", SHA-256 of the configuration</description></item>
/// <item><term>4, then for each chain 4 and n</term><description>number of chains, length and bytes of each (0 before its first snapshot)</description></item>
/// <item><term>32</term><description>SHA-256 of everything before</description></item>
/// </list>
/// </remarks>
internal sealed class Checkpoint(string path, byte[] configuration, int chains)
{
    private static readonly byte[] Magic = [.. "FLSAMPL1"u8];
    private readonly byte[][] snapshots = [.. Enumerable.Repeat(Array.Empty<byte>(), chains)];
    private readonly Lock writing = new();

    /// <summary>Replaces the snapshot of one chain and the file.</summary>
    public void Update(int chain, byte[] snapshot)
    {
        lock (writing)
        {
            snapshots[chain] = snapshot;
            var temporary = path + ".tmp"; // one name: what a kill leaves behind is overwritten, not added to
            using (var file = File.Create(temporary))
            {
                file.Write(Content());
                file.Flush(flushToDisk: true); // else a power failure could keep the rename and lose the bytes
            }

            File.Move(temporary, path, overwrite: true);
        }
    }

    /// <summary>Reads the file; an empty snapshot for a chain that had none.</summary>
    /// <exception cref="InvalidDataException">Not a checkpoint, truncated or corrupt, or of another configuration.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<byte[]> Read() => Parse(File.ReadAllBytes(path));

    /// <summary>Reads the file's bytes.</summary>
    /// <exception cref="InvalidDataException">As for the file.</exception>
    public IReadOnlyList<byte[]> Parse(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"{path} is not a checkpoint of a sampler.");
        }

        if (bytes.Length < Magic.Length + 68 || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - 32)))
        {
            throw new InvalidDataException($"{path} is truncated or corrupt: its checksum does not match its content.");
        }

        if (!bytes.AsSpan(Magic.Length, 32).SequenceEqual(configuration))
        {
            throw new InvalidDataException(
                $"{path} belongs to another configuration (network, data, sampler, seed, chains or numbers of draws); it cannot be resumed here.");
        }

        // The checksum guards against accidents, not against someone who computes it: lengths are not believed.
        var rest = bytes.AsSpan(Magic.Length + 32, bytes.Length - Magic.Length - 64);
        if (Length(ref rest) != snapshots.Length)
        {
            throw Corrupt();
        }

        for (var chain = 0; chain < snapshots.Length; chain++)
        {
            var length = Length(ref rest);
            if (length < 0 || length > rest.Length)
            {
                throw Corrupt();
            }

            snapshots[chain] = rest[..length].ToArray();
            rest = rest[length..];
        }

        return rest.IsEmpty ? snapshots : throw Corrupt();
    }

    private int Length(ref Span<byte> rest)
    {
        if (rest.Length < sizeof(int))
        {
            throw Corrupt();
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        return length;
    }

    private InvalidDataException Corrupt() => new($"{path} is corrupt: its parts do not have the lengths that it says.");

    private byte[] Content()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(configuration);
        writer.Write(snapshots.Length);
        foreach (var snapshot in snapshots)
        {
            writer.Write(snapshot.Length);
            writer.Write(snapshot);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(stream.ToArray()));
        writer.Flush();
        return stream.ToArray();
    }
}
