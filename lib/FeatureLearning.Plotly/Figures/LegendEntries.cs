namespace FeatureLearning.Plotly;

/// <summary>Decides which trace stands for its series in the legend: one a series, a curve rather than its band.</summary>
internal sealed class LegendEntries
{
    private readonly HashSet<string> curves;
    private readonly HashSet<string> shown = new(StringComparer.Ordinal);
    private readonly List<string?> groups;
    private readonly HashSet<string> titled = new(StringComparer.Ordinal);

    public LegendEntries(Figure figure)
    {
        var traces = figure.Panels.SelectMany(panel => panel.Traces).Where(trace => trace.Series is not null).ToArray();
        curves = traces.Where(trace => trace is not BandTrace).Select(trace => trace.Series!.Name).ToHashSet(StringComparer.Ordinal);
        groups = [.. traces.Select(trace => trace.Series!.Group).Distinct()];
    }

    /// <summary>The context with the trace's part in the legend; to be called once a trace, in the order of the document.</summary>
    public TraceContext Place(Trace trace, TraceContext context)
    {
        if (trace.Series is not { } series)
            return context;
        var represents = (trace is not BandTrace || !curves.Contains(series.Name)) && shown.Add(series.Name);
        return context with
        {
            InLegend = represents,
            GroupTitle = represents && series.Group is { } group && titled.Add(group) ? group : null,
            // Series under one heading must follow each other, whatever order they were drawn in.
            LegendRank = groups.Count > 1 ? 1000 + groups.IndexOf(series.Group) : null,
        };
    }
}
