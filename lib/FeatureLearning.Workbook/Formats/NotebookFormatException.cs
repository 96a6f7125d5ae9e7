namespace FeatureLearning.Workbook.Formats;

/// <summary>A notebook file that cannot be read; the message names the fault, and the file where it is known.</summary>
internal sealed class NotebookFormatException(string message, Exception? cause = null) : Exception(message, cause);
