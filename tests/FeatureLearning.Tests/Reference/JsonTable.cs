using System.Text.Json;

namespace FeatureLearning.Tests.Reference;

/// <summary>A JSON table: its lists of cases, and readers of numbers, vectors and matrices.</summary>
internal static class JsonTable
{
    /// <summary>The elements of a top-level list, <c>cases</c> by default.</summary>
    public static JsonElement[] Read(string path, string list = "cases")
    {
        using var stream = ReferenceFile.Open(path);
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(element => element.Clone())];
    }

    /// <summary>The whole of a file that is one object.</summary>
    public static JsonElement Root(string path)
    {
        using var stream = ReferenceFile.Open(path);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Integer(this JsonElement element, string name) => (int)element.GetProperty(name).GetDouble();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool Has(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static Vector<double> Vector(this JsonElement element, string name) =>
        Vector<double>.Build.Dense([.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())]);

    /// <summary>An array of rows; a matrix of one column may also be a plain array.</summary>
    public static Matrix<double> Matrix(this JsonElement element, string name) =>
        Matrix<double>.Build.DenseOfRows(element.GetProperty(name).EnumerateArray().Select(row =>
            row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(value => value.GetDouble()) : [row.GetDouble()]));
}
