using System.Buffers.Text;
using FeatureLearning.Workbook.Commands;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Solving;

/// <summary>Reads numbers from CSV without a header: one row a point, fields separated by commas, numbers as in 1.5 or −2e-3.</summary>
internal static class CsvTable
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A matrix, one row a line.</summary>
    /// <exception cref="UsageException">Missing or empty file, ragged rows, or a field that is not a finite number.</exception>
    public static Matrix<double> ReadMatrix(string path)
    {
        var (values, columns) = Read(path);
        return Matrix<double>.Build.DenseOfRowMajor(values.Count / columns, columns, values);
    }

    /// <summary>A vector, one number a line.</summary>
    /// <exception cref="UsageException">As for a matrix, or a line with more than one field.</exception>
    public static Vector<double> ReadVector(string path)
    {
        var (values, columns) = Read(path);
        return columns == 1
            ? Vector<double>.Build.Dense([.. values])
            : throw new UsageException($"{path}: row 1 has {columns} fields; targets have one number a row.");
    }

    private static (List<double> Values, int Columns) Read(string path) => Parse(path, ReadBytes(path));

    /// <summary>The numbers in a file's bytes, row by row.</summary>
    /// <exception cref="UsageException">As for a matrix.</exception>
    public static (List<double> Values, int Columns) Parse(string path, ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        if (rest.StartsWith(ByteOrderMark))
        {
            rest = rest[ByteOrderMark.Length..];
        }

        var values = new List<double>(rest.Length / 8);
        int columns = 0, row = 0, blank = 0;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            row++;
            if (line.IsEmpty)
            {
                blank = blank == 0 ? row : blank;
                continue;
            }

            if (blank > 0)
            {
                throw new UsageException($"{path}: row {blank} is empty.");
            }

            var count = ReadRow(path, row, line, values);
            columns = row == 1 ? count : columns;
            if (count != columns)
            {
                throw new UsageException($"{path}: row {row} has {count} fields, row 1 has {columns}.");
            }
        }

        return values.Count > 0 ? (values, columns) : throw new UsageException($"{path}: the file is empty.");
    }

    private static int ReadRow(string path, int row, ReadOnlySpan<byte> line, List<double> values)
    {
        var count = 0;
        foreach (var range in line.Split((byte)','))
        {
            count++;
            var field = line[range].Trim(" \t"u8);
            if (field is [(byte)'+', (byte)'.' or (>= (byte)'0' and <= (byte)'9'), ..])
            {
                field = field[1..];
            }

            if (!Utf8Parser.TryParse(field, out double value, out var used) || used != field.Length)
            {
                var hint = row == 1 ? " (a header is not expected)" : "";
                throw new UsageException(
                    $"{path}: row {row}, field {count}: '{System.Text.Encoding.UTF8.GetString(field)}' is not a number{hint}.");
            }

            if (!double.IsFinite(value))
            {
                throw new UsageException(FormattableString.Invariant($"{path}: row {row}, field {count}: {value} is not a finite number."));
            }

            values.Add(value);
        }

        return count;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(
                Directory.Exists(path) ? $"{path}: this is a directory, not a file."
                : File.Exists(path) ? $"{path}: {error.Message}"
                : $"{path}: no such file.", error);
        }
    }
}
