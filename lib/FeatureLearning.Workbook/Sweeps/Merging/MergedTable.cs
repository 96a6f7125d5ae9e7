using System.Text;
using System.Text.Json;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Sweeps.Jobs;

namespace FeatureLearning.Workbook.Sweeps.Merging;

/// <summary>
/// All results as one table, a row a job, in the order of the plan. It depends on jobs and results only, not on who did them and when: what was
/// measured on the way (wall time, memory, host) is in <see cref="CostTable"/>.
/// </summary>
/// <remarks>
/// Columns: <c>job, hash, seed, status, message, activation</c> and the other <c>network.*</c> fields as <c>network.FIELD</c>; <c>task</c> and <c>task.FIELD</c>; <c>method</c>
/// and <c>method.FIELD</c>; then every scalar of the reports, nested names joined by a dot. Lists (predictions) stay in the result files.
/// </remarks>
internal static class MergedTable
{
    public const string MissingStatus = "missing";

    // Of the reports: measured anew each time, or columns already.
    private static readonly HashSet<string> LeftOut =
        new(["theory", "sampler", "status", "message", "seed", "seconds", "steps_per_second", "linear_algebra"], StringComparer.Ordinal);

    /// <summary>The columns.</summary>
    /// <param name="jobs">By number.</param>
    /// <param name="results">The result of each, or null.</param>
    public static IReadOnlyList<TableColumn> Of(IReadOnlyList<SweepJob> jobs, IReadOnlyList<JobResult?> results) =>
    [
        new WholeColumn("job", [.. jobs.Select(job => (object?)job.Number)]),
        new TextColumn("hash", [.. jobs.Select(job => job.Hash)]),
        new WholeColumn("seed", [.. jobs.Select(job => (object?)job.Seed)]),
        new TextColumn("status", [.. results.Select(result => result?.Status ?? MissingStatus)]),
        new TextColumn("message", [.. results.Select(result => result?.Message)]),
        .. Parameters("network", [.. jobs.Select(job => job.Network)]),
        new TextColumn("task", [.. jobs.Select(job => job.Task.Schema.Name)]),
        .. Parameters("task", [.. jobs.Select(job => job.Task)]),
        new TextColumn("method", [.. jobs.Select(job => job.Method.Schema.Name)]),
        .. Parameters("method", [.. jobs.Select(job => job.Method)]),
        .. Reports([.. results.Select(result => result?.Report)]),
    ];

    public static byte[] ToCsv(IReadOnlyList<TableColumn> columns)
    {
        StringBuilder text = new();
        text.AppendJoin(',', columns.Select(column => TableColumn.Quoted(column.Name))).Append('\n');
        for (int row = 0; row < columns[0].Values.Count; row++)
        {
            text.AppendJoin(',', columns.Select(column => column.Field(row))).Append('\n');
        }

        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text.ToString());
    }

    /// <summary>A column an array; texts are codes, with their lists under "categories" in the attributes.</summary>
    public static NpzFile ToNpz(IReadOnlyList<TableColumn> columns, string planHash, string version)
    {
        NpzFile file = columns.Aggregate(NpzFile.Empty, (npz, column) => npz.With(column.Name, column.ToArray()));
        return file with
        {
            Attributes = JsonSerializer.SerializeToElement(new Dictionary<string, object>
            {
                ["plan"] = planHash,
                ["version"] = version,
                ["columns"] = columns.Select(column => column.Name),
                ["categories"] = columns.Where(column => column.Categories is not null).ToDictionary(column => column.Name, column => column.Categories),
            }),
        };
    }

    // In the order of the schemas that occur, each field once.
    private static IEnumerable<TableColumn> Parameters(string prefix, IReadOnlyList<GridPoint> points)
    {
        GridField[] fields = [.. points.Select(point => point.Schema).Distinct().SelectMany(schema => schema.Fields).DistinctBy(field => field.Name)];
        foreach (GridField field in fields)
        {
            object?[] values = [.. points.Select(point => point.Find(field.Name))];
            string name = $"{prefix}.{field.Name}";
            if (values.Any(value => value is not null))
            {
                yield return field.Kind switch
                {
                    FieldKind.Whole => new WholeColumn(name, values),
                    FieldKind.Real => new RealColumn(name, values),
                    _ => new TextColumn(name, values),
                };
            }
        }
    }

    private static IEnumerable<TableColumn> Reports(IReadOnlyList<JsonElement?> reports)
    {
        Dictionary<string, object?[]> columns = new(StringComparer.Ordinal);
        List<string> names = [];
        for (int row = 0; row < reports.Count; row++)
        {
            foreach ((string name, object? value) in reports[row] is { } report ? Scalars(report, "") : [])
            {
                if (!columns.TryGetValue(name, out object?[]? values))
                {
                    names.Add(name);
                    columns[name] = values = new object?[reports.Count];
                }

                values[row] = value;
            }
        }

        return names.Select(name => Typed(name, columns[name]));
    }

    private static TableColumn Typed(string name, object?[] values) =>
        values.Any(value => value is string) ? new TextColumn(name, values)
        : values.Any(value => value is bool) ? new FlagColumn(name, values)
        : new RealColumn(name, values);

    private static IEnumerable<(string Name, object? Value)> Scalars(JsonElement report, string prefix)
    {
        foreach (JsonProperty property in report.EnumerateObject().Where(property => prefix.Length > 0 || !LeftOut.Contains(property.Name)))
        {
            string name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach ((string, object?) inner in Scalars(property.Value, name + "."))
                    {
                        yield return inner;
                    }

                    break;
                case JsonValueKind.Number:
                    yield return (name, property.Value.GetDouble());
                    break;
                case JsonValueKind.String:
                    yield return (name, property.Value.GetString());
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    yield return (name, property.Value.GetBoolean());
                    break;
                case JsonValueKind.Null:
                    yield return (name, null);
                    break;
            }
        }
    }
}
