using System.IO.Compression;

namespace FeatureLearning.Tests.Reference;

/// <summary>Opens a table or a data file of the folder Reference, unpacking those that end in <c>.gz</c>.</summary>
internal static class ReferenceFile
{
    public static Stream Open(string path)
    {
        Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Reference", path));
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
