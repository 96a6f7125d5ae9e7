using System.Text.Json;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>The values of one field: one, a list of them, or a range <c>{"from": 1, "to": 200, "count": 5, "scale": "log"}</c>.</summary>
internal static class GridAxis
{
    private static readonly GridField RangeEnd = GridField.Real("end"), RangeCount = GridField.Count("count", 2) with { Most = SweepGrid.MaxJobs };

    /// <summary>Reads the values, each an int, double or string; at least one, all different.</summary>
    /// <exception cref="GridException">An empty list, a value outside the field's domain or there twice, or a range that is none.</exception>
    public static IReadOnlyList<object> Read(GridField field, JsonElement element, string where)
    {
        IReadOnlyList<object> values = element.ValueKind switch
        {
            JsonValueKind.Array => [.. GridJson.Items(element, where).Select((item, i) => field.Read(item, FormattableString.Invariant($"{where}[{i}]")))],
            JsonValueKind.Object when field.Kind != FieldKind.Text => ReadRange(field, element, where),
            _ => [field.Read(element, where)],
        };
        HashSet<object> seen = [];
        return values.FirstOrDefault(value => !seen.Add(value)) is { } twice
            ? throw new GridException(FormattableString.Invariant($"{where}: {twice} is there twice."))
            : values;
    }

    private static object[] ReadRange(GridField field, JsonElement range, string where)
    {
        GridJson.OnlyKeys(range, where, "from", "to", "count", "scale");
        double Number(string name) => (double)RangeEnd.Read(GridJson.Required(range, where, name), $"{where}.{name}");
        (double from, double to) = (Number("from"), Number("to"));
        int count = (int)RangeCount.Read(GridJson.Required(range, where, "count"), $"{where}.count");
        string scale = range.TryGetProperty("scale", out JsonElement given) ? GridJson.Text(given, $"{where}.scale") : "linear";
        if (scale is not ("linear" or "log"))
        {
            throw new GridException($"{where}.scale: expected one of linear, log.");
        }

        if (scale == "log" && !(from > 0 && to > 0))
        {
            throw new GridException($"{where}: a range with \"scale\": \"log\" has positive ends.");
        }

        return [.. Enumerable.Range(0, count).Select(i => field.FromRange(At(scale == "log", from, to, i, count - 1), where))];
    }

    // The ends are exact: 200 is 200 after exp(log 200) too.
    private static double At(bool isLog, double from, double to, int i, int last)
    {
        double share = (double)i / last;
        return i == 0 ? from
            : i == last ? to
            : isLog ? Math.Exp(((1 - share) * Math.Log(from)) + (share * Math.Log(to)))
            : ((1 - share) * from) + (share * to);
    }
}
