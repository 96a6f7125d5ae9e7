using FeatureLearning.Tasks;
using static FeatureLearning.Tests.Tasks.Images.ImageFiles;

namespace FeatureLearning.Tests.Tasks.Images;

/// <summary>MNIST's format: what is read, and the one clear error for everything that is not it.</summary>
public class IdxFormatTests
{
    private static readonly byte[] Pictures = IdxImages(3, 2, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255), Classes = IdxLabels(3, 7, 0, 9);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Plain_and_packed_files_are_read(bool packedImages, bool packedLabels)
    {
        var data = Read(packedImages ? Gzip(Pictures) : Pictures, packedLabels ? Gzip(Classes) : Classes);
        Assert.Equal((3, 1, 2, 2, 4), (data.Count, data.Channels, data.Height, data.Width, data.Dimension));
        Assert.Equal([7, 0, 9], data.Labels.ToArray());
        Assert.Equal([4, 5, 6, 7], data.Image(1).ToArray());
        Assert.Equal([8, 9, 10, 255], data.Image(2).ToArray());
    }

    [Fact]
    public void What_is_written_is_the_format_and_is_read_back()
    {
        using MemoryStream images = new(), labels = new();
        IdxFormat.Write(Read(Pictures, Classes), images, labels);
        Assert.Equal(Pictures, images.ToArray());
        Assert.Equal(Classes, labels.ToArray());
    }

    public static TheoryData<string, byte[], byte[], string> Malformed => new()
    {
        { "empty", [], Classes, "images: the file ends too early" },
        { "half a magic", [0, 0], Classes, "images: the file ends too early" },
        { "half a header", Pictures[..10], Classes, "images: the file ends too early" },
        { "labels for images", Classes, Classes, "images: the file begins with 00000801, where an IDX file of images begins with 00000803 (this is a file of labels)" },
        { "images for labels", Pictures, Pictures, "labels: the file begins with 00000803, where an IDX file of labels begins with 00000801 (this is a file of images)" },
        { "swapped", [3, 8, 0, 0, .. Pictures[4..]], Classes, "its bytes are swapped" },
        { "floats", [0, 0, 0x0D, 3, .. Pictures[4..]], Classes, "images: the file begins with 00000D03" },
        { "HTML", "<!doctype html><html>"u8.ToArray(), Classes, "this looks like an HTML page" },
        { "zero pictures", IdxImages(0, 2, 2), IdxLabels(0), "images: the header says 0×2×2" },
        { "zero rows", IdxImages(3, 0, 2), Classes, "images: the header says 3×0×2" },
        { "zero columns", IdxImages(3, 2, 0), Classes, "images: the header says 3×2×0" },
        { "one pixel short", Pictures[..^1], Classes, "images: the file ends too early: 12 more bytes were expected, 11 came" },
        { "one pixel long", [.. Pictures, 0], Classes, "images: there are bytes after the end" },
        { "one label short", Pictures, Classes[..^1], "labels: the file ends too early" },
        { "one label long", Pictures, [.. Classes, 1], "labels: there are bytes after the end" },
        { "fewer labels", Pictures, IdxLabels(2, 7, 0), "labels: the file has 2 labels for 3 images" },
        { "bad label", Pictures, IdxLabels(3, 7, 10, 9), "labels: label 2 is 10; it must be between 0 and 9" },
        { "worst label", Pictures, IdxLabels(3, 7, 0, 255), "labels: label 3 is 255" },
        { "packed, one pixel long", Gzip([.. Pictures, 0]), Classes, "images: there are bytes after the end" },
        { "packed, cut", Gzip(Pictures)[..^12], Classes, "images: the " },
        { "packed, cut in its checksum", Gzip(Pictures)[..^3], Classes, "images: the gzip file does not end with the length of its content" },
        { "packed, with bytes after it", [.. Gzip(Pictures), 1], Classes, "images: the gzip file does not end with the length of its content" },
        { "packed, two files", [.. Gzip(Pictures[..20]), .. Gzip(Pictures[20..])], Classes, "images: the gzip file does not end" },
        { "packed, wrong checksum", Flipped(Gzip(Pictures), 8), Classes, "images: the compression is damaged" },
        { "packed, damaged", Flipped(Gzip(Pictures), 14), Classes, "images: the compression is damaged" },
        { "gzip's magic alone", [0x1F, 0x8B], Classes, "images: the " },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_malformed_is_one_clear_error(string what, byte[] images, byte[] labels, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(images, labels));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Theory]
    [InlineData(0x7FFFFFFFu, 28u, 28u, "product must be between")]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, "product must be between")]
    [InlineData(0x80000000u, 1u, 1u, "product must be between")]
    [InlineData(0x20000000u, 1u, 1u, "ends too early")]
    public void A_header_that_promises_too_much_costs_no_memory(uint count, uint height, uint width, string message)
    {
        var file = IdxImages(count, height, width, new byte[1000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Read(file, Classes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "it allocated a megabyte");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_bomb_is_left_after_the_bytes_that_its_header_names()
    {
        // 256 MB of zeros in less than 2 MB: 12 of them are wanted.
        byte[] bomb = GzipBomb(Pictures, 256);
        Assert.True(bomb.Length < 2 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("after the end", Assert.Throws<InvalidDataException>(() => Read(bomb, Classes)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Streams_that_give_a_byte_at_a_time_and_cannot_seek_are_read_whole()
    {
        using var images = new DrippingStream(Gzip(Pictures));
        using var labels = new DrippingStream(Classes);
        Assert.Equal(3, IdxFormat.Read(images, labels).Count);
    }

    [Fact]
    public void More_classes_can_be_allowed()
    {
        Assert.Equal(26, IdxFormat.Read(new MemoryStream(IdxImages(1, 1, 1, 5)), new MemoryStream(IdxLabels(1, 26)), classes: 27).Labels[0]);
        Assert.Equal("classes", Assert.Throws<ArgumentException>(() => IdxFormat.Read(Stream.Null, Stream.Null, 0)).ParamName);
        Assert.Equal("classes", Assert.Throws<ArgumentException>(() => IdxFormat.Read(Stream.Null, Stream.Null, 257)).ParamName);
    }

    private static LabelledImages Read(byte[] images, byte[] labels) => IdxFormat.Read(new MemoryStream(images), new MemoryStream(labels));

    private static byte[] Flipped(byte[] bytes, int fromEnd)
    {
        bytes[^fromEnd] ^= 0x55;
        return bytes;
    }

    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
