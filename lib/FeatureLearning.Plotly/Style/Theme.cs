using System.Globalization;

namespace FeatureLearning.Plotly;

/// <summary>Colour scale of a heatmap.</summary>
public enum ColourScale
{
    /// <summary>Dark to bright for quantities of one sign (viridis: uniform in lightness, safe for colour blindness, readable in grey).</summary>
    Sequential,
    /// <summary>Blue over white to red for quantities with a sign; white belongs at <c>zmid</c> (ColorBrewer RdBu, safe for colour blindness).</summary>
    Diverging,
}

/// <summary>The one look of all figures: white paper, dark grey text, thin grid, boxed axes.</summary>
internal static class Theme
{
    public const string Paper = "#ffffff";
    public const string Text = "#222222";
    public const string Quiet = "#555555";
    public const string Warning = "#c00000";
    public const string Grid = "#e8e8e8";
    public const string Frame = "#666666";
    public const string Font = "\"Helvetica Neue\", Helvetica, Arial, \"DejaVu Sans\", sans-serif";

    /// <summary>Average width of a character over the font's size, for estimates of room; generous, so that labels are not clipped.</summary>
    public const double CharacterWidth = 0.55;

    private static readonly (double At, string Colour)[] Viridis =
    [
        (0, "#440154"), (0.125, "#472d7b"), (0.25, "#3b528b"), (0.375, "#2c728e"), (0.5, "#21918c"),
        (0.625, "#28ae80"), (0.75, "#5ec962"), (0.875, "#addc30"), (1, "#fde725"),
    ];

    private static readonly (double At, string Colour)[] RdBu =
    [
        (0, "#053061"), (0.125, "#2166ac"), (0.25, "#4393c3"), (0.375, "#92c5de"), (0.5, "#f7f7f7"),
        (0.625, "#f4a582"), (0.75, "#d6604d"), (0.875, "#b2182b"), (1, "#67001f"),
    ];

    // The dark three quarters of viridis reversed: every step keeps a contrast of at least 2 to white.
    private static readonly (double At, string Colour)[] Ramp =
    [
        (0, "#35b779"), (0.25, "#21918c"), (0.5, "#2c728e"), (0.75, "#3b528b"), (1, "#440154"),
    ];

    /// <summary>Stops of a colour scale, from 0 to 1.</summary>
    public static IReadOnlyList<(double At, string Colour)> Stops(ColourScale scale) => scale == ColourScale.Diverging ? RdBu : Viridis;

    /// <summary>Colour at <paramref name="t"/> in [0, 1] of the ramp for ordered curves, linear between its stops.</summary>
    public static string RampColour(double t)
    {
        var upper = Math.Max(1, Array.FindIndex(Ramp, stop => stop.At >= t));
        var (low, high) = (Ramp[upper - 1], Ramp[upper]);
        var w = (t - low.At) / (high.At - low.At);
        var (a, b) = (Series.ParseColour(low.Colour), Series.ParseColour(high.Colour));
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(a.R, b.R, w):x2}{Mix(a.G, b.G, w):x2}{Mix(a.B, b.B, w):x2}");
    }

    private static int Mix(int a, int b, double w) => (int)Math.Round(a + w * (b - a));
}
