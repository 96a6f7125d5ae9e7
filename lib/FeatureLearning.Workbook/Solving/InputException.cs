namespace FeatureLearning.Workbook.Solving;

/// <summary>Bad input from the user: its message is one line that names the file and the row, or the option.</summary>
internal sealed class InputException(string message) : Exception(message);
