namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>An .npz that cannot be read; the message names the file where it is known, and the array.</summary>
internal sealed class NpzFormatException(string message, Exception? cause = null) : Exception(message, cause);
