namespace FeatureLearning.Workbook.Formats;

/// <summary>A notebook file that cannot be read; the message is one line that names the file's fault, and the file where it is known.</summary>
internal sealed class NotebookFormatException(string message, Exception? cause = null) : Exception(message, cause);
