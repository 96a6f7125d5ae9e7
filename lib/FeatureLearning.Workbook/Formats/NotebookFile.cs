using System.Text;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Reads and writes a notebook by its extension and names the file in every error.</summary>
internal static class NotebookFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsNotebook(string path) => Path.GetExtension(path) is ".dib" or ".ipynb";

    public static Notebook Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotebookFormatException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>The notebook in the bytes of a file of that name.</summary>
    /// <exception cref="NotebookFormatException">There is none; the message names the file.</exception>
    public static Notebook Parse(string path, byte[] bytes)
    {
        try
        {
            string text = Strict.GetString(bytes);
            return Path.GetExtension(path) switch
            {
                ".dib" => DibReader.Read(text),
                ".ipynb" => IpynbReader.Read(text),
                _ => throw new NotebookFormatException("a notebook ends in .dib or .ipynb"),
            };
        }
        catch (NotebookFormatException exception)
        {
            throw new NotebookFormatException($"{path}: {exception.Message}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotebookFormatException($"{path}: not UTF-8 text", exception);
        }
    }

    /// <summary>The text of a file of that name.</summary>
    /// <exception cref="NotebookFormatException">The notebook cannot be told in that format; the message names the file.</exception>
    public static string Write(Notebook notebook, string path)
    {
        try
        {
            return Path.GetExtension(path) == ".dib" ? DibWriter.Write(notebook) : IpynbWriter.Write(notebook);
        }
        catch (NotebookFormatException exception)
        {
            throw new NotebookFormatException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>What a file of that name does not hold of the notebook, counted: nothing for an .ipynb.</summary>
    public static string[] LeftOut(Notebook notebook, string path)
    {
        if (Path.GetExtension(path) != ".dib")
        {
            return [];
        }

        (string Noun, int Count)[] parts =
        [
            ("empty cell", notebook.Cells.Count(cell => cell.Source.Trim('\n').Length == 0)),
            ("output", notebook.Cells.Sum(cell => cell.Outputs.Length)),
            ("attachment", notebook.Cells.Sum(cell => cell.Attachments?.EnumerateObject().Count() ?? 0)),
            ("cell's metadata", notebook.Cells.Count(cell => cell.Metadata?.EnumerateObject().Any(Cell.IsForeign) ?? false)),
        ];
        return [.. parts.Where(part => part.Count > 0).Select(part => part.Count == 1 || part.Noun.EndsWith("metadata", StringComparison.Ordinal)
            ? FormattableString.Invariant($"{part.Count} {part.Noun}")
            : FormattableString.Invariant($"{part.Count} {part.Noun}s"))];
    }
}
