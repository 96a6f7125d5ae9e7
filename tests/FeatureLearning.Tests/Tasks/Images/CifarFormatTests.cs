using FeatureLearning.Tasks;
using static FeatureLearning.Tests.Tasks.Images.ImageFiles;

namespace FeatureLearning.Tests.Tasks.Images;

/// <summary>CIFAR-10's binary format: what is read, and the one clear error for everything that is not it.</summary>
public class CifarFormatTests
{
    [Fact]
    public void Batches_are_read_one_after_the_other_plain_or_packed()
    {
        var data = CifarFormat.Read(Stream(CifarBatch(3, 9)), Stream(Gzip(CifarBatch(0))));
        Assert.Equal((3, 3, 32, 32, 3072), (data.Count, data.Channels, data.Height, data.Width, data.Dimension));
        Assert.Equal([3, 9, 0], data.Labels.ToArray());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(CifarPixels(), data.Image(i).ToArray());
        }

        Assert.Equal(100 + 4 + 7, data.Image(2)[1024 + (4 * 32) + 7]);
    }

    public static TheoryData<string, byte[], string> Malformed => new()
    {
        { "empty", [], "batch 2: 0 bytes are no whole number of records" },
        { "cut", CifarBatch(1, 2)[..^1], "batch 2: 6145 bytes are no whole number of records of 3073 bytes" },
        { "long", [.. CifarBatch(1), 0], "batch 2: 3074 bytes" },
        { "bad label", CifarBatch(1, 2, 10), "batch 2: the label of record 3 is 10; it must be between 0 and 9" },
        { "CIFAR-100", [.. CifarBatch(1), 19], "batch 2: 3074 bytes" },
        { "HTML", "<html>"u8.ToArray(), "batch 2: 6 bytes" },
        { "packed and cut", Gzip(CifarBatch(1))[..^20], "batch 2: " },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_malformed_is_one_clear_error(string what, byte[] batch, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => CifarFormat.Read(Stream(CifarBatch(1)), Stream(batch)));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void A_gzip_bomb_is_refused_and_so_is_nothing_at_all()
    {
        // The limit of 512 MB is the first to speak.
        var error = Assert.Throws<InvalidDataException>(() => CifarFormat.Read(Stream(GzipBomb([], 600))));
        Assert.Contains("after the end of the content", error.Message, StringComparison.Ordinal);
        Assert.Equal("batches", Assert.Throws<ArgumentException>(() => CifarFormat.Read()).ParamName);
    }

    [Fact]
    public void The_published_archive_is_read_without_a_disk()
    {
        var files = Enumerable.Range(1, 5).Select(i => ($"data_batch_{i}.bin", Batch((byte)i))).ToArray();
        byte[] archive = TarGz([("batches.meta.txt", "airplane\n"u8.ToArray()), .. files.Reverse(), ("test_batch.bin", Batch(0))]);
        var train = CifarFormat.ReadArchive(Stream(archive), test: false);
        Assert.Equal(50000, train.Count);
        Assert.Equal([1, 2, 3, 4, 5], Enumerable.Range(0, 5).Select(i => train.Labels[(i * 10000) + 9999]));
        var test = CifarFormat.ReadArchive(Stream(archive), test: true);
        Assert.Equal((10000, 0), (test.Count, test.Labels[17]));
        Assert.Equal(CifarPixels(), test.Image(4321).ToArray());

        Refused("data_batch_3.bin is not in it", TarGz(files[..2]));
        Refused("test_batch.bin has 3073 bytes; 10000 records have 30730000", TarGz(("test_batch.bin", CifarBatch(1))), test: true);
        Refused("the label of record 1 is 77", TarGz(("test_batch.bin", Batch(77))), test: true);
        Refused("ends too early", archive[..200_000]);
    }

    [Fact]
    public void What_is_no_archive_is_one_clear_error()
    {
        Refused("compression is damaged", "<html>"u8.ToArray());
        Refused("compression is damaged", CifarBatch(1));
        Refused("ends too early", Gzip());
        Refused("not a tar archive", Gzip(new byte[512].Select(_ => (byte)'a').ToArray()));
        Refused("not a tar archive", Gzip(TarHeader("data_batch_1.bin", '0', "12x")));
        Refused("is not in it", Gzip(new byte[1024]));
        Refused("ends too early", Gzip(TarHeader("data_batch_1.bin", '0', Convert.ToString(30730000, 8))));
        Refused("data_batch_1.bin is not in it", Gzip([.. TarHeader("data_batch_1.bin", '5', "0"), .. new byte[1024]]));
        Refused("unpacks to more than", GzipBomb(TarHeader("x", '0', "77777777777"), 600));
    }

    [Theory]
    [InlineData('x', "03777777777")]
    [InlineData('L', "17777777777")]
    [InlineData('0', "77777777777")]
    public void A_header_that_promises_too_much_costs_no_memory(char kind, string octalSize)
    {
        byte[] archive = Gzip([.. TarHeader("pax", kind, octalSize), .. new byte[2000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("ends too early", archive);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "it allocated a megabyte");
    }

    private static void Refused(string message, byte[] archive, bool test = false) => Assert.Contains(
        message, Assert.Throws<InvalidDataException>(() => CifarFormat.ReadArchive(Stream(archive), test)).Message, StringComparison.Ordinal);

    private static byte[] Batch(byte label)
    {
        byte[] record = CifarBatch(label), batch = new byte[10000 * CifarRecord];
        for (var at = 0; at < batch.Length; at += CifarRecord)
        {
            record.CopyTo(batch, at);
        }

        return batch;
    }

    private static MemoryStream Stream(byte[] bytes) => new(bytes);
}
