using System.Globalization;

namespace FeatureLearning.Engine;

/// <summary>
/// The names under which cells are compiled, so that stack frames can tell which cell and line they lie in. A cell with magic commands is compiled
/// in parts; a part's name says how many of the cell's lines come before it.
/// </summary>
/// <param name="directory">The notebook's folder, which <c>#r</c> and <c>#load</c> start from.</param>
internal sealed class CellFiles(string directory)
{
    private readonly string prefix = Path.Combine(directory, "cell ");

    public string Name(int cell, int linesBefore) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{cell}+{linesBefore}");

    /// <summary>The cell and its line (from 1) of a place in a compiled file; null for any other file.</summary>
    public (int Cell, int Line)? Find(string? file, int line)
    {
        if (file is null || !file.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string[] numbers = file[prefix.Length..].Split('+');
        return numbers is [var cell, var before]
            && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out int lines)
                ? (number, lines + line)
                : null;
    }
}
