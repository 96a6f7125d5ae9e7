using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace FeatureLearning.PlotlyNet;

/// <summary>
/// The class that Plotly.NET has for what stands under a name. Its functions add to an object of that class; one of any other they throw away
/// and begin with an empty one.
/// </summary>
internal static class ChartObjects
{
    private static readonly Dictionary<string, Kind> Singles = new()
    {
        ["xaxis"] = Of<LinearAxis>(),
        ["yaxis"] = Of<LinearAxis>(),
        ["zaxis"] = Of<LinearAxis>(),
        ["aaxis"] = Of<LinearAxis>(),
        ["baxis"] = Of<LinearAxis>(),
        ["caxis"] = Of<LinearAxis>(),
        ["angularaxis"] = Of<AngularAxis>(),
        ["radialaxis"] = Of<RadialAxis>(),
        ["realaxis"] = Of<RealAxis>(),
        ["imaginaryaxis"] = Of<ImaginaryAxis>(),
        ["coloraxis"] = Of<ColorAxis>(),
        ["scene"] = Of<Scene>(),
        ["polar"] = Of<Polar>(),
        ["smith"] = Of<Smith>(),
        ["geo"] = Of<Geo>(),
        ["mapbox"] = Of<Mapbox>(),
        ["ternary"] = Of<Ternary>(),
        ["grid"] = Of<LayoutGrid>(),
        ["legend"] = Of<Legend>(),
        ["title"] = Of<Title>(),
        ["font"] = Of<Font>(),
        ["marker"] = Of<Marker>(),
        ["line"] = Of<Line>(),
        ["colorbar"] = Of<ColorBar>(),
        ["error_x"] = Of<Error>(),
        ["error_y"] = Of<Error>(),
        ["error_z"] = Of<Error>(),
    };

    private static readonly Dictionary<string, Kind> Lists = new()
    {
        ["annotations"] = Of<Annotation>(),
        ["shapes"] = Of<Shape>(),
        ["images"] = Of<LayoutImage>(),
        ["selections"] = Of<Selection>(),
        ["sliders"] = Of<Slider>(),
        ["updatemenus"] = Of<UpdateMenu>(),
    };

    /// <summary>An empty object for a property; the axes and legends after the first have a number at the end of their names.</summary>
    public static DynamicObj.DynamicObj New(string property) =>
        Singles.GetValueOrDefault(property.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))?.New() ?? new DynamicObj.DynamicObj();

    /// <summary>An empty object for a member of a list.</summary>
    public static DynamicObj.DynamicObj NewIn(string list) => Lists.GetValueOrDefault(list)?.New() ?? new DynamicObj.DynamicObj();

    /// <summary>A list's members in an array of their class, where there is one and all are of it.</summary>
    public static object ArrayOf(string list, object?[] members) =>
        Lists.TryGetValue(list, out Kind? kind) && members.All(member => member is DynamicObj.DynamicObj) ? kind.Array(members) : members;

    private static Kind Of<T>()
        where T : DynamicObj.DynamicObj, new() => new(() => new T(), members => members.Cast<T>().ToArray());

    private sealed record Kind(Func<DynamicObj.DynamicObj> New, Func<object?[], object> Array);
}
