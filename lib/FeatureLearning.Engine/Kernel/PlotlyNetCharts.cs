using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;

namespace FeatureLearning.Engine;

/// <summary>
/// Shows charts of Plotly.NET as plotly.js's own JSON, which the report, executed notebooks and Jupyter draw without a network. The type is known
/// by its name: this project must not depend on a library that does not load in other hosts. The library's own extension for notebooks
/// loads plotly.js from the network and shows nothing without; ours takes its place.
/// </summary>
internal static class PlotlyNetCharts
{
    private const string AssemblyName = "Plotly.NET";
    private const string Plotly = "application/vnd.plotly.v1+json";

    private static Type? chart;

    /// <summary>From now on, charts are shown as soon as a cell loads the library.</summary>
    public static void ShowWhereLoaded() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Register(loaded.LoadedAssembly);

    /// <summary>Takes its place again, after an extension has set its own.</summary>
    public static void ShowAgain()
    {
        if (chart is not null)
        {
            Register(chart.Assembly);
        }
    }

    private static void Register(Assembly assembly)
    {
        if (assembly.GetName().Name != AssemblyName
            || assembly.GetType("Plotly.NET.GenericChart") is not { } type
            || type.GetMethod("toJson", BindingFlags.Public | BindingFlags.Static) is not { } toJson)
        {
            return;
        }

        chart = type;
        Formatter.Register(type, (value, writer) => writer.Write((string)toJson.Invoke(null, [value])!), Plotly);
        Formatter.Register(type, (_, writer) => writer.Write("Chart of Plotly.NET"), PlainTextFormatter.MimeType);
        // Within a list or a property, where only HTML is asked for; a chart alone is completed by the one who shows it.
        Formatter.Register(type, (_, writer) => writer.Write("<em>Chart of Plotly.NET: display it alone to see it.</em>"), HtmlFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(type, Plotly, PlainTextFormatter.MimeType);
    }
}
