using System.Text.Json;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>Where two JSON values differ. Numbers are compared by value, so that Python's 1e-05 is .NET's 1E-05, and to the last bit.</summary>
internal static class JsonDifference
{
    /// <summary>The first difference in words, or null.</summary>
    public static string? Between(JsonElement one, JsonElement other, string path)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return $"{path}: {one} against {other}";
        }

        switch (one.ValueKind)
        {
            case JsonValueKind.Object:
                string[] names = [.. one.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
                return names.SequenceEqual(other.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal))
                    ? names.Select(name => Between(one.GetProperty(name), other.GetProperty(name), $"{path}/{name}")).FirstOrDefault(found => found is not null)
                    : $"{path} has other properties";
            case JsonValueKind.Array:
                return one.GetArrayLength() == other.GetArrayLength()
                    ? one.EnumerateArray().Zip(other.EnumerateArray())
                        .Select((pair, i) => Between(pair.First, pair.Second, $"{path}/{i}")).FirstOrDefault(found => found is not null)
                    : $"{path} has {one.GetArrayLength()} elements against {other.GetArrayLength()}";
            case JsonValueKind.Number:
                return one.GetDouble() == other.GetDouble() ? null : $"{path}: {one} against {other}";
            default:
                return one.ToString() == other.ToString() ? null : $"{path}: {one} against {other}";
        }
    }
}
