namespace FeatureLearning.Workbook.Data;

/// <summary>A mirror did not give the file; the message is one line that says what it gave instead.</summary>
internal sealed class MirrorException(string message, Exception? cause = null) : Exception(message, cause);
