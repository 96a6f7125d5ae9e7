using System.Runtime.InteropServices;

namespace FeatureLearning.Sampling;

/// <summary>Arrays of numbers in binary files, with their length in front; the bytes as they are in memory (little endian).</summary>
internal static class Numbers
{
    public static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">Another length is stored.</exception>
    public static void Read(BinaryReader reader, Span<double> values)
    {
        var length = reader.ReadInt32();
        if (length != values.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{length} numbers are stored where {values.Length} were expected."));
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }
}
