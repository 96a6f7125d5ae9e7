using System.Text;

namespace FeatureLearning.Storage;

/// <summary>Writes a file whole or not at all: a reader, or a run cut short, never sees half of it.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(string path, string text) => Write(path, Utf8.GetBytes(text));

    /// <summary>Writes the file, and its folder when that is missing. A link stays a link: the file that it points to is written.</summary>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>The same for content that is too long to be held in memory.</summary>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full) is { LinkTarget: not null } link)
        {
            full = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }

        if (IsDevice(full))
        {
            // Renaming over /dev/null would replace the device by a file, for everyone on the machine.
            WriteTo(full, write);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        // Beside the target, since a rename is atomic only within one file system; a name of its own, since process ids of two machines can be equal.
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteTo(temporary, write);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteTo(string path, Action<Stream> write)
    {
        using FileStream stream = File.Create(path);
        write(stream);
    }

    /// <summary>True for places that are no files of a disk.</summary>
    public static bool IsDevice(string fullPath) =>
        fullPath.StartsWith("/dev/", StringComparison.Ordinal) || fullPath.StartsWith("/proc/", StringComparison.Ordinal);
}
