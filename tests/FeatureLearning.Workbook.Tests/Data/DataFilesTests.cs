using System.IO.Compression;
using System.Text.Json;
using FeatureLearning.Tasks;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Data;

/// <summary>What is in <c>data/</c>: the manifest, and samples in the real formats.</summary>
public sealed class DataFilesTests : IDisposable
{
    private static readonly string Data = Path.Combine(WorkbookProcess.Repository, "data");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_manifest_has_two_mirrors_and_a_checksum_for_each_file()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "manifest.json")));
        JsonElement[] files = [.. manifest.RootElement.GetProperty("dataSets").EnumerateArray().SelectMany(set => set.GetProperty("files").EnumerateArray())];
        Assert.Equal(5, files.Length);
        foreach (JsonElement file in files)
        {
            Uri[] mirrors = [.. file.GetProperty("mirrors").EnumerateArray().Select(mirror => new Uri(mirror.GetString()!))];
            Assert.True(mirrors.Select(mirror => mirror.Host).Distinct().Count() >= 2);
            Assert.All(mirrors, mirror => Assert.Equal(("https", file.GetProperty("name").GetString()), (mirror.Scheme, mirror.Segments[^1])));
        }

        Assert.Equal(files.Length, files.Select(file => file.GetProperty("sha256").GetString()).Distinct().Count());
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("data", "list", "--folder", folder.Path);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("train-images-idx3-ubyte.gz  9912422 bytes  missing", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_samples_are_read_and_are_the_digits_that_the_library_draws()
    {
        using FileStream images = File.OpenRead(Path.Combine(Data, "drawn", "images-idx3-ubyte.gz"));
        using FileStream labels = File.OpenRead(Path.Combine(Data, "drawn", "labels-idx1-ubyte.gz"));
        LabelledImages samples = IdxFormat.Read(images, labels), drawn = DrawnDigitsTask.Pictures(100, 28, seed: 1);
        Assert.Equal(drawn.Labels.ToArray(), samples.Labels.ToArray());
        // Sine and logarithm may differ in their last bit between machines, and then a rounding.
        Assert.All(drawn.Pixels.ToArray().Zip(samples.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [NumpyFact]
    public async Task Drawn_files_are_MNIST_files_to_NumPy()
    {
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("data", "draw", "--count", "30", "--side", "16", "--seed", "5", "--out", folder.Path);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        string told = NumpyFactAttribute.Python(
            $"""
            import gzip, numpy
            images = gzip.open(r'{folder.File("images-idx3-ubyte.gz")}').read()
            labels = gzip.open(r'{folder.File("labels-idx1-ubyte.gz")}').read()
            print(*numpy.frombuffer(images, '>u4', 4), *numpy.frombuffer(labels, '>u4', 2))
            pixels = numpy.frombuffer(images, numpy.uint8, offset=16).reshape(30, 16, 16)
            print(pixels.shape[0], *numpy.frombuffer(labels, numpy.uint8, offset=8)[:11], pixels[7].sum())
            """);
        LabelledImages expected = DrawnDigitsTask.Pictures(30, 16, seed: 5);
        long sum = expected.Image(7).ToArray().Sum(pixel => (long)pixel);
        Assert.Equal($"2051 30 16 16 2049 30\n30 0 1 2 3 4 5 6 7 8 9 0 {sum}\n", told);
    }

    [Fact]
    public void Packed_samples_are_small()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Data, "drawn")))
        {
            using GZipStream unpacked = new(File.OpenRead(file), CompressionMode.Decompress);
            Assert.NotEqual(-1, unpacked.ReadByte());
            Assert.True(new FileInfo(file).Length < 100_000, file);
        }
    }
}
