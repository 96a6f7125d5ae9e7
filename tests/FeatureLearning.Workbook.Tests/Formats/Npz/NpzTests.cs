using System.Text;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Formats.Npz;

/// <summary>.npz files: written and read again, by us and by NumPy.</summary>
public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        NpzWriter.Write(folder.File("a.npz"), NpzSamples.EveryKind);
        NpzSamples.Same(NpzSamples.EveryKind, NpzReader.Read(folder.File("a.npz")));
        NpzSamples.Same(NpzFile.Empty, NpzSamples.Read(NpzSamples.Bytes(NpzFile.Empty)));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(NpzSamples.Bytes(NpzSamples.EveryKind), NpzSamples.Bytes(NpzSamples.EveryKind));

    [Fact]
    public void Headers_are_padded_to_64_bytes_for_every_shape()
    {
        for (int rank = 0; rank <= 40; rank++)
        {
            NpyArray array = NpyArray.Of([1.5], [.. Enumerable.Repeat(1, rank)]);
            byte[] header = NpyHeader.Of(array);
            Assert.Equal(0, header.Length % 64);
            Assert.Equal((byte)'\n', header[^1]);
            Assert.Equal(rank, NpyHeader.Parse(header.AsSpan(NpyHeader.PrefixLength)).Shape.Length);
        }
    }

    [Fact]
    public void Values_must_fill_the_shape()
    {
        Assert.Throws<ArgumentException>(() => NpyArray.Of([1.0, 2], 3));
        Assert.Throws<ArgumentException>(() => NpyArray.Of([1.0, 2], -1, -2));
        Assert.Throws<ArgumentException>(() => NpyArray.Of([1.0, 2]));
        Assert.Throws<ArgumentException>(() => NpzFile.Empty.With("a", NpyArray.Of([1.0])).With("a", NpyArray.Of([1.0])));
    }

    [Fact]
    public void The_checksum_is_the_one_of_the_standard()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40)));
        uint whole = Crc32.Append(0, bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    [NumpyFact]
    public void Numpy_reads_what_is_written()
    {
        string path = folder.File("a.npz");
        NpzWriter.Write(path, NpzSamples.EveryKind);
        string printed = NumpyFactAttribute.Python(
            $"""
            import json, numpy as np
            z = np.load(r'{path}', allow_pickle=False)
            for name in z.files:
                if name != 'attributes.json':
                    a = z[name]
                    print(ascii(name), a.dtype.str, a.shape, a.flags.c_contiguous, a.ravel().tolist())
            print(json.loads(z['attributes.json'])['seed'], z['posterior/f'][1, 2, 3] == 23 * 0.1 - 1)
            """);
        Assert.Equal(
            """
            'observed_data/deep' <i8 (1, 1, 2, 1, 1) True [1, 2]
            'observed_data/noise' <f8 () True [0.25]
            'posterior/f' <f8 (2, 3, 4) True [-1.0, -0.9, -0.8, -0.7, -0.6, -0.5, -0.3999999999999999, -0.29999999999999993, -0.19999999999999996, -0.09999999999999998, 0.0, 0.10000000000000009, 0.20000000000000018, 0.30000000000000004, 0.40000000000000013, 0.5, 0.6000000000000001, 0.7000000000000002, 0.8, 0.9000000000000001, 1.0, 1.1, 1.2000000000000002, 1.3000000000000003]
            'posterior/none' <f8 (4, 0) True []
            'posterior/\u0394' <f8 (2, 3) True [nan, inf, -inf, -0.0, 5e-324, 1.7976931348623157e+308]
            'sample_stats/diverging' |b1 (2, 3) True [True, False, False, True, True, False]
            'sample_stats/steps' <i8 (4,) True [-9223372036854775808, -1, 0, 9223372036854775807]
            7 True

            """.ReplaceLineEndings("\n"),
            printed);
    }

    [NumpyFact]
    public void What_numpy_writes_is_read()
    {
        foreach (string save in new[] { "savez", "savez_compressed" })
        {
            string path = folder.File($"{save}.npz");
            NumpyFactAttribute.Python(
                $$"""
                import numpy as np
                np.{{save}}(r'{{path}}', **{'posterior/f': np.arange(24.).reshape(2, 3, 4), 'steps': np.arange(-2, 3), 'flag': np.array(True),
                    'none': np.zeros((0, 5)), 'large': np.random.default_rng(1).normal(size=(3, 50000))})
                """);
            NpzFile file = NpzReader.Read(path);
            Assert.Equal(["flag", "large", "none", "posterior/f", "steps"], file.Arrays.Keys);
            Assert.Equal(Enumerable.Range(0, 24).Select(i => (double)i), (double[])file.Arrays["posterior/f"].Values);
            Assert.Equal([2, 3, 4], file.Arrays["posterior/f"].Shape);
            Assert.Equal([-2L, -1, 0, 1, 2], (long[])file.Arrays["steps"].Values);
            Assert.Equal([true], (bool[])file.Arrays["flag"].Values);
            Assert.Equal([0, 5], file.Arrays["none"].Shape);
            Assert.InRange(file.Arrays["large"].ToDoubles().Average(), -0.01, 0.01);
            Assert.Null(file.Attributes);
        }
    }
}
