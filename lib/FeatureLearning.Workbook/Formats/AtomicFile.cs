using System.Text;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Writes a file whole or not at all: a reader, or a run cut short, never sees half of it.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(string path, string text) => Write(path, Utf8.GetBytes(text));

    /// <summary>Writes the file, and its folder when that is missing. A link stays a link: the file that it points to is written.</summary>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, byte[] content)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full) is { LinkTarget: not null } link)
        {
            full = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }

        if (IsDevice(full))
        {
            // Renaming over /dev/null would replace the device by a file, for everyone on the machine.
            File.WriteAllBytes(full, content);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        // Beside the target, since a rename is atomic only within one file system.
        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>True for places that are no files of a disk.</summary>
    public static bool IsDevice(string fullPath) =>
        fullPath.StartsWith("/dev/", StringComparison.Ordinal) || fullPath.StartsWith("/proc/", StringComparison.Ordinal);
}
