using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Commands;

/// <summary>Where a verb's one JSON object goes: standard output, or the file that <c>--out</c> names.</summary>
internal static class JsonOutput
{
    /// <summary>Writes the object and ends its last line.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(MemoryStream json, string? path)
    {
        json.WriteByte((byte)'\n');
        if (path is null)
        {
            using var output = Console.OpenStandardOutput();
            json.WriteTo(output);
            return;
        }

        try
        {
            AtomicFile.Write(path, json.ToArray());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {error.Message}", error);
        }
    }
}
