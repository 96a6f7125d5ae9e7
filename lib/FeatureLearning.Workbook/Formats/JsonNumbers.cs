using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>Numbers in JSON, which has none that are not finite: null stands for them.</summary>
internal static class JsonNumbers
{
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteFinite(value);
    }

    public static void WriteFinite(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Null where there is no vector.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, IEnumerable<double>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteFinite(value);
        }

        json.WriteEndArray();
    }
}
