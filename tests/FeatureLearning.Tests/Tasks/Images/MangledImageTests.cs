using System.Diagnostics;
using FeatureLearning.Tasks;
using FeatureLearning.Tests.Statistical;
using static FeatureLearning.Tests.Tasks.Images.ImageFiles;

namespace FeatureLearning.Tests.Tasks.Images;

/// <summary>
/// Files with random damage: pictures or InvalidDataException, nothing else, and no more memory than the file deserves. The long tier
/// reads a million files of each format; the input of a failure is told by its seed.
/// </summary>
public class MangledImageTests
{
    private static readonly byte[] Pictures = IdxImages(4, 3, 2, [.. Enumerable.Range(0, 24).Select(i => (byte)(10 * i))]),
        Classes = IdxLabels(4, 0, 3, 9, 1), Batch = CifarBatch(4, 2), Archive =
        [
            .. TarHeader("a/batches.meta.txt", '0', "7"), .. new byte[512], .. TarHeader("a/test_batch.bin", '0', Convert.ToString(30730000, 8)),
            .. new byte[2048],
        ];

    private static readonly Dictionary<string, Action<byte[]>> Readers = new()
    {
        ["IDX images"] = bytes => IdxFormat.Read(new MemoryStream(bytes), new MemoryStream(Classes)),
        ["IDX labels"] = bytes => IdxFormat.Read(new MemoryStream(Pictures), new MemoryStream(bytes)),
        ["CIFAR records"] = bytes => CifarFormat.Read(new MemoryStream(bytes)),
        ["CIFAR archive"] = bytes => CifarFormat.ReadArchive(new MemoryStream(Gzip(bytes)), test: true),
        ["packed IDX images"] = bytes => IdxFormat.Read(new MemoryStream(bytes), new MemoryStream(Classes)),
    };

    public static TheoryData<string> Formats => new(Readers.Keys);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damaged_files_are_read_or_refused(string format) => Fuzz(format, 3000);

    [LongTheory]
    [Trait("Duration", "Long")]
    [MemberData(nameof(Formats))]
    public void A_million_damaged_files_are_read_or_refused(string format) => Fuzz(format, 1_000_000);

    private static void Fuzz(string format, int count)
    {
        byte[] good = format switch
        {
            "IDX images" => Pictures, "IDX labels" => Classes, "CIFAR records" => Batch, "CIFAR archive" => Archive, _ => Gzip(Pictures),
        };
        int read = 0, refused = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = Mangle(good, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            try
            {
                Readers[format](bytes);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{format}, seed {seed}: {error}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, $"{format}, seed {seed}: more than a megabyte");
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"{format}, seed {seed}: it hung");
        }

        // Damage that is never seen, or always, would test nothing; the archive names a batch that is not whole and is never read.
        Assert.True(refused > count / 10, $"{refused} refused");
        Assert.True(read > count / 1000 || format == "CIFAR archive", $"{read} read");
    }

    private static byte[] Mangle(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = bytes.Length == 0 ? 0 : random.Next(Math.Min(bytes.Length, random.Next(2) == 0 ? 24 : bytes.Length));
            bytes = random.Next(5) switch
            {
                0 when bytes.Length > 0 => bytes[..at],
                1 => [.. bytes, .. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256))],
                2 when bytes.Length > 0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                3 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
                _ => Set(bytes, at, (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256))),
            };
        }

        return bytes;
    }

    private static byte[] Set(byte[] bytes, int at, byte value)
    {
        if (bytes.Length > 0)
        {
            bytes[at] = value;
        }

        return bytes;
    }
}
