using System.Security.Cryptography;
using System.Text;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// Gives cells an id that depends on their content alone, so that inserting a cell elsewhere, or running again, leaves the other ids
/// (and the diff of a committed notebook) as they were.
/// </summary>
internal sealed class CellIds
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Keeps a valid, unused id; otherwise makes one from the content.</summary>
    public string Take(string? wanted, string kernel, string source)
    {
        if (wanted is not null && IsValid(wanted) && taken.Add(wanted))
        {
            return wanted;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kernel + "\n" + source)))[..12];
        string id = hash;
        for (int copy = 2; !taken.Add(id); copy++)
        {
            id = FormattableString.Invariant($"{hash}-{copy}");
        }

        return id;
    }

    private static bool IsValid(string id) =>
        id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
