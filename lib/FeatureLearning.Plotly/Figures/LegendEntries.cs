namespace FeatureLearning.Plotly;

/// <summary>Decides which trace stands for its series in the legend: one a series, a curve rather than its band.</summary>
internal sealed class LegendEntries
{
    private readonly Dictionary<string, Trace> representatives = new(StringComparer.Ordinal);
    private readonly List<string?> groups;
    private readonly HashSet<string> titled = new(StringComparer.Ordinal);

    public LegendEntries(Figure figure)
    {
        var traces = figure.Panels.SelectMany(panel => panel.Traces).Where(trace => trace.Series is not null).ToArray();
        foreach (var trace in traces.OrderBy(trace => trace is BandTrace))
            representatives.TryAdd(trace.Series!.Name, trace);
        groups = [.. traces.Select(trace => trace.Series!.Group).Distinct()];
    }

    /// <summary>The context with the trace's part in the legend.</summary>
    public TraceContext Place(Trace trace, TraceContext context)
    {
        if (trace.Series is not { } series)
            return context;
        var represents = ReferenceEquals(representatives[series.Name], trace);
        return context with
        {
            InLegend = represents,
            GroupTitle = represents && series.Group is { } group && titled.Add(group) ? group : null,
            // Series under one heading must follow each other, whatever order they were drawn in.
            LegendRank = groups.Count > 1 ? 1000 + groups.IndexOf(series.Group) : null,
        };
    }
}
