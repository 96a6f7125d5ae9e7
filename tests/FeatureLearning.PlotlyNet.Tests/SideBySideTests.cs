using System.Runtime.Loader;
using FeatureLearning.Engine;
using FeatureLearning.Plotly;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Plotly.NET.Interactive;
using Chart = Plotly.NET.CSharp.Chart;

namespace FeatureLearning.PlotlyNet.Tests;

/// <summary>Plotly.NET.Interactive, which shows charts in notebooks by HTML that loads plotly.js from the network, loaded beside our own ways.</summary>
public sealed class SideBySideTests
{
    private const string Html = "text/html", PlotlyJson = "application/vnd.plotly.v1+json";

    [Fact]
    public async Task A_figure_is_shown_in_the_same_way_before_and_after_the_extension_loads()
    {
        GenericChart chart = Chart.Line<double, double, string>([1, 2], [0.1, 0.2]);
        ForeignFigure figure = chart.ToFigure();
        string[] before = Shown(figure);
        using CompositeKernel kernel = [];
        await ((IKernelExtension)new FormatterKernelExtension()).OnLoadAsync(kernel);

        Assert.Contains("cdn", chart.ToDisplayString(Html), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fl-figure", chart.ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Equal(before, Shown(figure));
        Assert.Contains("fl-figure", before[0], StringComparison.Ordinal);
        Assert.Equal(figure.ToJson(), before[1]);
    }

    /// <summary>With a second copy of Plotly.NET, so that its loading is seen whichever test ran first.</summary>
    [Fact]
    public async Task The_engines_way_to_show_a_chart_takes_its_place_again_after_the_extension()
    {
        PlotlyNetCharts.ShowWhereLoaded();
        AssemblyLoadContext copies = new("a second Plotly.NET");
        Type charts = copies.LoadFromAssemblyPath(typeof(GenericChart).Assembly.Location).GetType("Plotly.NET.Chart")!;
        object chart = charts.GetMethod("Invisible")!.Invoke(null, [])!;
        Assert.NotEqual(typeof(GenericChart), chart.GetType());
        string json = chart.ToDisplayString(PlotlyJson), html = chart.ToDisplayString(Html);
        Assert.Equal([PlotlyJson, "text/plain"], Formatter.GetPreferredMimeTypesFor(chart.GetType()));
        Assert.Equal(ForeignFigure.FromJson(json), ForeignFigure.FromJson(json).ToChart().ToFigure());

        Type extension = copies.LoadFromAssemblyPath(typeof(FormatterKernelExtension).Assembly.Location)
            .GetType("Plotly.NET.Interactive.FormatterKernelExtension")!;
        using CompositeKernel kernel = [];
        await ((IKernelExtension)Activator.CreateInstance(extension)!).OnLoadAsync(kernel);
        Assert.NotEqual(html, chart.ToDisplayString(Html));

        PlotlyNetCharts.ShowAgain();
        Assert.Equal(html, chart.ToDisplayString(Html));
        Assert.Equal(json, chart.ToDisplayString(PlotlyJson));
        Assert.Equal([PlotlyJson, "text/plain"], Formatter.GetPreferredMimeTypesFor(chart.GetType()));
    }

    private static string[] Shown(ForeignFigure figure) => [figure.ToDisplayString(Html), figure.ToDisplayString(PlotlyJson)];
}
