using System.Buffers.Binary;
using System.Text;

namespace FeatureLearning.Workbook.Tests.Fuzzing;

/// <summary>Damages files: flipped bits, cuts, splices, repetitions, numbers made huge, deep nesting, pieces of the formats' own syntax.</summary>
internal static class Mutator
{
    private const int LongestInput = 1 << 16;

    private static readonly string[] Pieces =
    [
        "\n#!csharp\n", "\n#!meta\n", "#!", "\r\n", "\r", "\0", "\uFEFF", "\u2028", "😀", "\"\\ud800\"", "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "1e999",
        "-1", "NaN", "Infinity", "0x7f", "()", "(3,)", "'", "<f8", "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "\u0093NUMPY", "\"cells\":[", "\"nbformat\":4",
    ];

    private static readonly string[] Numbers =
        ["-1", "0", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "1000000000000000", "1e308", "1e-400", "99999999999999999999999", "0.1.2", "٣"];

    public static byte[] Mutate(IReadOnlyList<byte[]> corpus, Random random)
    {
        byte[] bytes = corpus[random.Next(corpus.Count)];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            bytes = Change(bytes, corpus, random);
            bytes = bytes.Length > LongestInput ? bytes[..LongestInput] : bytes;
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> corpus, Random random)
    {
        int at = random.Next(bytes.Length + 1);
        int length = random.Next(Math.Min(bytes.Length - at, random.Next(4) == 0 ? bytes.Length : 16) + 1);
        switch (random.Next(10))
        {
            case 0: return Overwrite(bytes, at, [(byte)((at < bytes.Length ? bytes[at] : 0) ^ (1 << random.Next(8)))]);
            case 1: return Overwrite(bytes, at, Bytes(random, random.Next(1, 9)));
            case 2: return bytes[..at];
            case 3: return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4: return Insert(bytes, random.Next(bytes.Length + 1), bytes[at..(at + length)]);
            case 5: return Splice(bytes, at, corpus[random.Next(corpus.Count)], random);
            case 6: return ReplaceNumber(bytes, at, Numbers[random.Next(Numbers.Length)]);
            case 7: return Overwrite(bytes, at, HugeInteger(random));
            case 8: return Insert(bytes, at, Repeated(Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), random.Next(50) == 0 ? 3000 : 1));
            default: return Insert(bytes, at, Repeated(bytes[at..(at + length)], random.Next(20) == 0 ? 200 : 2));
        }
    }

    private static byte[] Splice(byte[] bytes, int at, byte[] other, Random random)
    {
        int from = random.Next(other.Length + 1);
        return [.. bytes[..at], .. other[from..]];
    }

    /// <summary>The next number in decimal digits after a place becomes another.</summary>
    private static byte[] ReplaceNumber(byte[] bytes, int at, string number)
    {
        int start = bytes.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
        {
            return bytes;
        }

        start += at;
        int length = bytes.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(number), .. length < 0 ? [] : bytes[(start + length)..]];
    }

    private static byte[] HugeInteger(Random random)
    {
        byte[] integer = new byte[random.Next(2) == 0 ? 4 : 8];
        long value = random.Next(6) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, 3 => long.MaxValue, 4 => 1L << random.Next(63), _ => 0 };
        if (integer.Length == 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(integer, unchecked((int)value));
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(integer, value);
        }

        if (random.Next(2) == 0)
        {
            Array.Reverse(integer); // IDX is big-endian
        }

        return integer;
    }

    private static byte[] Overwrite(byte[] bytes, int at, byte[] piece) =>
        [.. bytes[..at], .. piece, .. bytes[Math.Min(bytes.Length, at + piece.Length)..]];

    private static byte[] Insert(byte[] bytes, int at, byte[] piece) => [.. bytes[..at], .. piece, .. bytes[at..]];

    private static byte[] Repeated(byte[] piece, int times)
    {
        byte[] all = new byte[Math.Min(piece.Length * times, LongestInput)];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = piece[i % piece.Length];
        }

        return all;
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
