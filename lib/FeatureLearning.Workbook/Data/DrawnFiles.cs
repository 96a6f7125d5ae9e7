using System.IO.Compression;
using FeatureLearning.Tasks;
using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Data;

/// <summary>Writes pictures as two packed files under MNIST's names.</summary>
internal static class DrawnFiles
{
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(LabelledImages pictures, string folder)
    {
        using MemoryStream images = new(), labels = new();
        IdxFormat.Write(pictures, images, labels);
        foreach ((string name, MemoryStream content) in new[] { ("images-idx3-ubyte.gz", images), ("labels-idx1-ubyte.gz", labels) })
        {
            AtomicFile.Write(Path.Combine(folder, name), stream =>
            {
                using GZipStream gzip = new(stream, CompressionLevel.SmallestSize, leaveOpen: true);
                content.WriteTo(gzip);
            });
        }
    }
}
