namespace FeatureLearning.Plotly;

/// <summary>The words of plotly.js's schema for our enumerations.</summary>
internal static class Names
{
    public static string Of(Dash dash) => dash switch
    {
        Dash.Solid => "solid",
        Dash.Dot => "dot",
        Dash.Dash => "dash",
        Dash.LongDash => "longdash",
        Dash.DashDot => "dashdot",
        Dash.LongDashDot => "longdashdot",
        _ => throw new ArgumentOutOfRangeException(nameof(dash), dash, "Not a dash pattern."),
    };

    public static string Of(Marker marker) => marker switch
    {
        Marker.Circle => "circle",
        Marker.Square => "square",
        Marker.Diamond => "diamond",
        Marker.TriangleUp => "triangle-up",
        Marker.TriangleDown => "triangle-down",
        Marker.X => "x",
        Marker.Cross => "cross",
        Marker.Star => "star",
        Marker.Pentagon => "pentagon",
        Marker.Hexagon => "hexagon",
        Marker.CircleOpen => "circle-open",
        _ => throw new ArgumentOutOfRangeException(nameof(marker), marker, "Not a marker."),
    };
}
