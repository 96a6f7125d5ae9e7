using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>
/// The start of an .npy, format 1.0: magic, version, length, and a Python dictionary of type, order and shape, padded to 64 bytes.
/// Source: numpy.lib.format.
/// </summary>
/// <param name="Type">"&lt;f8", "&lt;i8" or "|b1".</param>
/// <param name="Shape">Lengths along each index.</param>
internal sealed partial record NpyHeader(string Type, int[] Shape)
{
    /// <summary>Bytes before the dictionary: magic, version and the dictionary's length.</summary>
    public const int PrefixLength = 10;

    private const int Alignment = 64;

    private const string NoDictionary = "the header is not a dictionary of descr, fortran_order and shape";

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The header of an array.</summary>
    public static byte[] Of(NpyArray array)
    {
        string type = array.Values switch { double[] => "<f8", long[] => "<i8", _ => "|b1" };
        string shape = string.Join(", ", array.Shape.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        string comma = array.Shape.Count == 1 ? "," : "";
        string dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}{comma}), }}";
        int length = (PrefixLength + dictionary.Length + Alignment) / Alignment * Alignment;
        byte[] header = new byte[length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(length - PrefixLength)));
        Encoding.Latin1.GetBytes(dictionary.PadRight(length - PrefixLength - 1) + '\n', header.AsSpan(PrefixLength));
        return header;
    }

    /// <summary>The dictionary's length, from the first ten bytes.</summary>
    /// <exception cref="NpzFormatException">These are not the first bytes of an .npy 1.0.</exception>
    public static int DictionaryLength(ReadOnlySpan<byte> prefix)
    {
        if (!prefix.StartsWith(Magic))
        {
            throw new NpzFormatException("not an .npy: the first six bytes are not \\x93NUMPY");
        }

        return (prefix[6], prefix[7]) == (1, 0)
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : throw new NpzFormatException($"format {prefix[6]}.{prefix[7]} of .npy; only 1.0 can be read");
    }

    /// <summary>Reads the dictionary.</summary>
    /// <exception cref="NpzFormatException">It is not one, or its array is of a kind that is not read here.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> dictionary)
    {
        Match match = Dictionary().Match(Encoding.Latin1.GetString(dictionary));
        if (!match.Success)
        {
            throw new NpzFormatException(NoDictionary);
        }

        string type = match.Groups["type"].Value;
        if (type is not ("<f8" or "<i8" or "|b1"))
        {
            throw new NpzFormatException($"type '{Printable(type)}'; only <f8, <i8 and |b1 can be read");
        }

        int[] shape = Lengths(match.Groups["shape"].Value);
        return match.Groups["fortran"].Value == "True" && shape.Length > 1
            ? throw new NpzFormatException("Fortran order; only C order can be read (numpy.ascontiguousarray makes it)")
            : new NpyHeader(type, shape);
    }

    // "", "3,", "2, 3" and "2, 3,", the inside of a Python tuple; also "3", which Python would not call one.
    private static int[] Lengths(string tuple)
    {
        string[] lengths = tuple.Split(',', StringSplitOptions.TrimEntries);
        return [.. (lengths[^1].Length == 0 ? lengths[..^1] : lengths).Select(Length)];
    }

    private static int Length(string digits) =>
        digits.Length == 0 || digits.Contains(' ', StringComparison.Ordinal) ? throw new NpzFormatException(NoDictionary)
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length
        : throw new NpzFormatException($"the shape has a length of {(digits.Length > 20 ? $"{digits.Length} digits" : digits)}: too large");

    private static string Printable(string text) => string.Concat(text.Take(20).Select(c => char.IsControl(c) ? '?' : c));

    [GeneratedRegex(
        """^\{ *'descr': *'(?<type>[^']*)', *'fortran_order': *(?<fortran>True|False), *'shape': *\((?<shape>[0-9, ]*)\)(?> *),?(?> *)\} *\n?\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Dictionary();
}
