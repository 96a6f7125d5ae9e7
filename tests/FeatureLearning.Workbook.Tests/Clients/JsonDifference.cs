using System.Text.Json;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// Where two JSON values differ. Numbers are compared by value, so that Python's 1e-05 is .NET's 1E-05, and to the last bit.
/// </summary>
internal static class JsonDifference
{
    /// <summary>The first difference in words, or null.</summary>
    public static string? Between(JsonElement one, JsonElement other, string path)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return $"{path}: {one} against {other}";
        }

        return one.ValueKind switch
        {
            JsonValueKind.Object => BetweenObjects(one, other, path),
            JsonValueKind.Array => BetweenArrays(one, other, path),
            JsonValueKind.Number => one.GetDouble() == other.GetDouble() ? null : $"{path}: {one} against {other}",
            _ => one.ToString() == other.ToString() ? null : $"{path}: {one} against {other}",
        };
    }

    private static string? BetweenObjects(JsonElement one, JsonElement other, string path)
    {
        string[] names = Names(one);
        return names.SequenceEqual(Names(other))
            ? First(names.Select(name => Between(one.GetProperty(name), other.GetProperty(name), $"{path}/{name}")))
            : $"{path} has the properties {string.Join(' ', names)} against {string.Join(' ', Names(other))}";
    }

    private static string? BetweenArrays(JsonElement one, JsonElement other, string path) =>
        one.GetArrayLength() == other.GetArrayLength()
            ? First(one.EnumerateArray().Zip(other.EnumerateArray(), (left, right) => (left, right))
                .Select((pair, i) => Between(pair.left, pair.right, $"{path}/{i}")))
            : $"{path} has {one.GetArrayLength()} elements against {other.GetArrayLength()}";

    private static string? First(IEnumerable<string?> differences) => differences.FirstOrDefault(found => found is not null);

    private static string[] Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
}
