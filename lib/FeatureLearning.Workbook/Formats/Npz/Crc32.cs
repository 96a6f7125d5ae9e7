namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>The checksum of zip entries (polynomial 0xEDB88320, reflected), eight tables at a time. Source: ISO 3309; PKWARE APPNOTE.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what was read so far and the bytes after it; start from 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint state = ~checksum;
        while (bytes.Length >= 8)
        {
            uint low = state ^ BitConverter.ToUInt32(bytes), high = BitConverter.ToUInt32(bytes[4..]);
            state = Tables[7][low & 255] ^ Tables[6][(low >> 8) & 255] ^ Tables[5][(low >> 16) & 255] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 255] ^ Tables[2][(high >> 8) & 255] ^ Tables[1][(high >> 16) & 255] ^ Tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (byte value in bytes)
        {
            state = Tables[0][(state ^ value) & 255] ^ (state >> 8);
        }

        return ~state;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            tables[0][i] = value;
        }

        for (int table = 1; table < 8; table++)
        {
            for (int i = 0; i < 256; i++)
            {
                tables[table][i] = tables[0][tables[table - 1][i] & 255] ^ (tables[table - 1][i] >> 8);
            }
        }

        return tables;
    }
}
