using System.Text;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Reads a notebook by its extension and names the file in every error.</summary>
internal static class NotebookFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsNotebook(string path) => Path.GetExtension(path) is ".dib" or ".ipynb";

    public static Notebook Read(string path)
    {
        try
        {
            string text = Strict.GetString(File.ReadAllBytes(path));
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotebookFormatException($"{path}: {exception.Message}", exception);
        }
    }
}
