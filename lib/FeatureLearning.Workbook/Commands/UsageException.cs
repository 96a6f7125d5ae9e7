namespace FeatureLearning.Workbook.Commands;

/// <summary>What the user gave cannot be used: the message goes to standard error as one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
