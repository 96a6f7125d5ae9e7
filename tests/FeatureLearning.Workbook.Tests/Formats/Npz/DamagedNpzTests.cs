using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Tests.Formats.Npz;

/// <summary>Damaged .npz files: one error that names the file and the array.</summary>
public sealed class DamagedNpzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, "type '<f4'; only <f8, <i8 and |b1 can be read")]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }", 16, "type '>f8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 16, "type '|O'")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 1), }", 16, "Fortran order")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 16, "its shape (2, 2) of <f8 does not fit its 16 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 16, "its shape (1) of <f8 does not fit its 16 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647, 2147483647), }", 16, "its shape (2147483647, 2147483647, 2147483647, 2147483647, 2147483647) of <f8 does not fit its 16 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999), }", 16, "the shape has a length of 23 digits: too large")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648,), }", 16, "the shape has a length of 2147483648: too large")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }", 16, "the header is not a dictionary")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1 2,), }", 16, "the header is not a dictionary")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (,,), }", 16, "the header is not a dictionary")]
    [InlineData("{'descr': '<f8', 'shape': (2,), }", 16, "the header is not a dictionary")]
    [InlineData("__import__('os')", 16, "the header is not a dictionary")]
    [InlineData("", 0, "the header is not a dictionary")]
    public void Wrong_headers(string dictionary, int dataLength, string message) =>
        Refused(NpzSamples.Zip(("posterior/f.npy", NpzSamples.Npy(dictionary, dataLength))), "array 'posterior/f': " + message);

    [Fact]
    public void Wrong_magic_version_or_no_bytes()
    {
        byte[] good = NpzSamples.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8);
        Assert.Equal([0.0], NpzSamples.Read(NpzSamples.Zip(("f.npy", good))).Arrays["f"].ToDoubles());
        Refused(NpzSamples.Zip(("f.npy", [0x94, .. good[1..]])), "array 'f': not an .npy");
        Refused(NpzSamples.Zip(("f.npy", [.. good[..6], 2, 0, .. good[8..]])), "array 'f': format 2.0 of .npy; only 1.0 can be read");
        Refused(NpzSamples.Zip(("f.npy", [])), "array 'f': it is truncated");
        Refused(NpzSamples.Zip(("f.npy", good[..30])), "array 'f': it is truncated");
        Refused(NpzSamples.Zip(("f.npy", good), ("f.npy", good)), "array 'f': there are two of that name");
        Refused([], "not a zip");
        Refused("PK"u8.ToArray(), "not a zip");
        Refused(good, "not a zip");
    }

    [Fact]
    public void Attributes_are_one_JSON_object()
    {
        Refused(NpzSamples.Zip(("attributes.json", "[1]"u8.ToArray())), "attributes.json: not one JSON object");
        Refused(NpzSamples.Zip(("attributes.json", "{\"a\":"u8.ToArray())), "attributes.json: not one JSON object");
        Refused(NpzSamples.Zip(("attributes.json", [(byte)'{', 0xFF, (byte)'}'])), "attributes.json: not one JSON object");
    }

    [Fact]
    public void A_changed_value_is_seen_by_its_checksum()
    {
        byte[] bytes = NpzSamples.Bytes(NpzFile.Empty.With("posterior/f", NpyArray.Of([1.0, 2, 3], 3)));
        int at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(2.0));
        bytes[at]++;
        Refused(bytes, "array 'posterior/f': its checksum is ");
    }

    [Fact]
    public void Every_truncation_is_seen()
    {
        byte[] bytes = NpzSamples.Bytes(NpzSamples.EveryKind);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<NpzFormatException>(() => NpzSamples.Read(bytes[..length]));
        }
    }

    [Fact]
    public void A_claim_of_gigabytes_takes_no_memory()
    {
        // The directory of a small file says that its entry has 3.2 GB, as its header does.
        byte[] npy = NpzSamples.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (400000000,), }", 0);
        byte[] zip = NpzSamples.Zip(("f.npy", npy));
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 3_200_000_000u + (uint)npy.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(zip, "array 'f': ");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_but_a_format_error_comes_out_of_mangled_zips(int seed)
    {
        Random random = new(seed);
        byte[] stored = NpzSamples.Bytes(NpzSamples.EveryKind);
        byte[] deflated = NpzSamples.Zip(("posterior/f.npy", NpzSamples.Content(stored, "posterior/f.npy")), ("attributes.json", "{}"u8.ToArray()));
        for (int i = 0; i < 10_000; i++)
        {
            Check(Mangle(stored, random), seed, i);
            Check(Mangle(deflated, random), seed, i);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_but_a_format_error_comes_out_of_mangled_arrays(int seed)
    {
        Random random = new(seed);
        byte[] npy = NpzSamples.Content(NpzSamples.Bytes(NpzSamples.EveryKind), "posterior/f.npy")[..120];
        for (int i = 0; i < 10_000; i++)
        {
            Check(NpzSamples.Zip(("f.npy", Mangle(npy, random))), seed, i);
        }
    }

    private static void Check(byte[] bytes, int seed, int i)
    {
        try
        {
            NpzFile file = NpzSamples.Read(bytes);
            NpzSamples.Same(file, NpzSamples.Read(NpzSamples.Bytes(file)));
        }
        catch (NpzFormatException error)
        {
            Assert.DoesNotContain('\n', error.Message);
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {seed}, input {i}: {error.GetType().Name} {error.Message}\n{error.StackTrace}\n{Convert.ToHexString(bytes)}");
        }
    }

    private static byte[] Mangle(byte[] bytes, Random random)
    {
        for (int cuts = random.Next(1, 4); cuts > 0 && bytes.Length > 1; cuts--)
        {
            int at = random.Next(bytes.Length), length = random.Next(Math.Min(9, bytes.Length - at));
            byte[] piece = new byte[random.Next(3) == 0 ? random.Next(9) : length];
            random.NextBytes(piece);
            if (random.Next(3) == 0)
            {
                Array.Fill(piece, (byte)"\0\u00FF0,()' "[random.Next(8)]);
            }

            bytes = [.. bytes[..at], .. piece, .. bytes[(at + length)..]];
        }

        return bytes;
    }

    private void Refused(byte[] bytes, string message)
    {
        string path = folder.File("draws.npz");
        File.WriteAllBytes(path, bytes);
        NpzFormatException error = Assert.Throws<NpzFormatException>(() => NpzReader.Read(path));
        Assert.StartsWith($"{path}: {message}", error.Message, StringComparison.Ordinal);
    }
}
