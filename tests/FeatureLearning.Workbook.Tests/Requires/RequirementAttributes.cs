namespace FeatureLearning.Workbook.Tests;

/// <summary>A test that needs a browser; skipped with a reason, and so seen in the count, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Components.WhyNoChromium;
}

/// <summary>A test that needs the local plotly.js, hence npm with a registry or an earlier run's cache.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlotlyJsFactAttribute : FactAttribute
{
    public PlotlyJsFactAttribute() => Skip = Components.WhyNoPlotlyJs;
}

/// <summary>A test that draws: it needs both a browser and the local plotly.js.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DrawingFactAttribute : FactAttribute
{
    public DrawingFactAttribute() => Skip = Components.WhyNoChromium ?? Components.WhyNoPlotlyJs;
}

/// <summary>A test with cases that draws.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DrawingTheoryAttribute : TheoryAttribute
{
    public DrawingTheoryAttribute() => Skip = Components.WhyNoChromium ?? Components.WhyNoPlotlyJs;
}
