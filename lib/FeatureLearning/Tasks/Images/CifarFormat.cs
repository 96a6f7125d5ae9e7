using System.IO.Compression;

namespace FeatureLearning.Tasks;

/// <summary>
/// The binary version of CIFAR-10: records of 3073 bytes, a label from 0 to 9 and the 32×32 pixels of the red, the green and the blue
/// channel, row by row.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>n</term><description>records of a file, 10000 in each of the six of the data set</description></item>
/// <item><term>0…9</term><description>airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck</description></item>
/// </list>
/// Streams are not trusted: content longer than 512 MiB is refused. They are not closed.
/// </remarks>
public static class CifarFormat
{
    private const int Channels = 3, Side = 32, Classes = 10, Record = 1 + (Channels * Side * Side), BatchRecords = 10000;

    /// <summary>Reads files of records (data_batch_1.bin …, or packed with gzip), one after the other.</summary>
    /// <param name="batches">One stream or more.</param>
    /// <exception cref="InvalidDataException">A file is empty, ends within a record, is too long, or has a label above 9.</exception>
    /// <exception cref="ArgumentException">There are no streams.</exception>
    public static LabelledImages Read(params IReadOnlyList<Stream> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Require.Positive(batches.Count, nameof(batches));
        return FromRecords([.. batches.Select((stream, i) =>
        {
            var what = FormattableString.Invariant($"batch {i + 1}");
            return Checked(BoundedStream.Open(stream, what).ReadAll(BoundedStream.MaximumBytes / batches.Count), what);
        })]);
    }

    /// <summary>Reads the training or the test pictures out of cifar-10-binary.tar.gz, without unpacking it to a disk.</summary>
    /// <param name="archive">The archive as it is published.</param>
    /// <param name="test">The 10000 test pictures instead of the 50000 training pictures.</param>
    /// <exception cref="InvalidDataException">It is no such archive, is damaged, or misses a file, or a file has another size.</exception>
    public static LabelledImages ReadArchive(Stream archive, bool test)
    {
        ArgumentNullException.ThrowIfNull(archive);
        string[] names = test ? ["test_batch.bin"] : [.. Enumerable.Range(1, 5).Select(i => FormattableString.Invariant($"data_batch_{i}.bin"))];
        var batches = new byte[names.Length][];
        using var unpacked = new CappedStream(new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true), BoundedStream.MaximumBytes);
        var files = new TarFiles(unpacked, nameof(archive));
        while (Array.Exists(batches, batch => batch is null) && files.Next(out var name, out var size, out var isFile))
        {
            var at = Array.IndexOf(names, name[(name.LastIndexOf('/') + 1)..]);
            if (at < 0 || !isFile || batches[at] is not null)
            {
                files.Skip(size);
            }
            else if (size == BatchRecords * Record)
            {
                batches[at] = Checked(files.Read(BatchRecords * Record), names[at]);
            }
            else
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"archive: {names[at]} has {size} bytes; {BatchRecords} records have {BatchRecords * Record}."));
            }
        }

        var missing = Array.FindIndex(batches, batch => batch is null);
        return missing < 0 ? FromRecords(batches) : throw new InvalidDataException($"archive: {names[missing]} is not in it.");
    }

    private static byte[] Checked(byte[] records, string what)
    {
        if (records.Length == 0 || records.Length % Record != 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{what}: {records.Length} bytes are no whole number of records of {Record} bytes."));
        }

        for (var at = 0; at < records.Length; at += Record)
        {
            if (records[at] >= Classes)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{what}: the label of record {(at / Record) + 1} is {records[at]}; it must be between 0 and {Classes - 1}."));
            }
        }

        return records;
    }

    private static LabelledImages FromRecords(byte[][] batches)
    {
        var count = batches.Sum(batch => batch.Length) / Record;
        var labels = new byte[count];
        var pixels = new byte[count * (Record - 1)];
        var at = 0;
        foreach (var batch in batches)
        {
            for (var start = 0; start < batch.Length; start += Record, at++)
            {
                labels[at] = batch[start];
                batch.AsSpan(start + 1, Record - 1).CopyTo(pixels.AsSpan(at * (Record - 1)));
            }
        }

        return new LabelledImages(Channels, Side, Side, pixels, labels);
    }
}
