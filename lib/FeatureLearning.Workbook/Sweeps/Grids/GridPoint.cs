using System.Text.Json;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>One network, task or method: a value for each field of its schema that has one.</summary>
internal sealed class GridPoint
{
    private readonly Dictionary<string, object> values;

    public GridPoint(GridSchema schema, IEnumerable<KeyValuePair<string, object>> values)
    {
        Schema = schema;
        this.values = new(values, StringComparer.Ordinal);
    }

    public GridSchema Schema { get; }

    /// <summary>The values in the schema's order, each an int, double or string.</summary>
    public IEnumerable<KeyValuePair<string, object>> Values => Schema.Fields
        .Where(known => values.ContainsKey(known.Name))
        .Select(known => KeyValuePair.Create(known.Name, values[known.Name]));

    /// <summary>The value of a field, or null.</summary>
    public object? Find(string name) => values.GetValueOrDefault(name);

    public int? Whole(string name) => values.TryGetValue(name, out object? value) ? (int)value : null;

    public double? Real(string name) => values.TryGetValue(name, out object? value) ? (double)value : null;

    public string? Text(string name) => values.TryGetValue(name, out object? value) ? (string)value : null;

    /// <summary>The same with more values, or others.</summary>
    public GridPoint With(params IEnumerable<KeyValuePair<string, object>> more)
    {
        Dictionary<string, object> together = new(values, StringComparer.Ordinal);
        foreach ((string name, object value) in more)
        {
            together[name] = value;
        }

        return new GridPoint(Schema, together);
    }

    /// <summary>Writes the point as an object of a grid.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Schema.Key is { } key)
        {
            json.WriteString(key, Schema.Name);
        }

        foreach ((string name, object value) in Values)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case double real:
                json.WriteNumberValue(real);
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}
