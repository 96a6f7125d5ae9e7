using System.Text.Json;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>An object of a grid: a network, task, solver or sampler with an axis for each field, and so all their combinations.</summary>
internal sealed class GridBlock
{
    private readonly IReadOnlyList<(string Name, IReadOnlyList<object> Values)> axes;

    private GridBlock(GridSchema schema, IReadOnlyList<(string Name, IReadOnlyList<object> Values)> axes) => (Schema, this.axes) = (schema, axes);

    public GridSchema Schema { get; }

    /// <summary>Combinations; more than can be counted counts as the largest number.</summary>
    public long Count => SweepGrid.Product(axes.Select(axis => (long)axis.Values.Count));

    /// <summary>Reads a block of one of the schemas; a text alone is the block of that name with its defaults.</summary>
    /// <exception cref="GridException">It is not one.</exception>
    public static GridBlock Read(IReadOnlyList<GridSchema> schemas, JsonElement element, string where)
    {
        bool isName = element.ValueKind == JsonValueKind.String && schemas[0].Key is not null;
        JsonElement? block = isName ? null : GridJson.Object(element, where);
        GridSchema schema = schemas[0].Key is { } key
            ? Named(schemas, isName ? element : GridJson.Required(element, where, key), isName ? where : $"{where}.{key}")
            : schemas[0];
        if (block is { } given)
        {
            GridJson.OnlyKeys(given, where, [.. schema.Key is null ? [] : (string[])[schema.Key], .. schema.Fields.Select(field => field.Name)]);
        }

        return new GridBlock(schema, [.. schema.Fields.Select(field => (field.Name, Values(field, block, where))).Where(axis => axis.Item2.Count > 0)]);
    }

    /// <summary>All combinations, the last field fastest.</summary>
    public IEnumerable<GridPoint> Points()
    {
        int[] at = new int[axes.Count];
        while (true)
        {
            yield return new GridPoint(Schema, axes.Select((axis, i) => KeyValuePair.Create(axis.Name, axis.Values[at[i]])));
            int last = axes.Count - 1;
            while (last >= 0 && ++at[last] == axes[last].Values.Count)
            {
                at[last--] = 0;
            }

            if (last < 0)
            {
                yield break;
            }
        }
    }

    private static GridSchema Named(IReadOnlyList<GridSchema> schemas, JsonElement name, string where) =>
        schemas.FirstOrDefault(schema => name.ValueKind == JsonValueKind.String && schema.Name == name.GetString())
        ?? throw GridJson.Wrong(where, $"one of {string.Join(", ", schemas.Select(schema => schema.Name))}", name);

    private static IReadOnlyList<object> Values(GridField field, JsonElement? block, string where) =>
        block is { } given && given.TryGetProperty(field.Name, out JsonElement element) ? GridAxis.Read(field, element, $"{where}.{field.Name}")
        : field.Default is { } value ? [value]
        : field.IsOptional ? []
        : throw new GridException($"{where}: '{field.Name}' is missing.");
}
