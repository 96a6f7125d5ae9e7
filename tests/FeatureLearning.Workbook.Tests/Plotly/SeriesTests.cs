using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

public sealed class SeriesTests
{
    [Fact]
    public void No_two_theories_share_a_colour_or_a_marker_and_dash()
    {
        Assert.Equal(Series.All.Count, Series.All.Select(s => s.Colour).Distinct().Count());
        Assert.Equal(Series.All.Count, Series.All.Select(s => s.Name).Distinct().Count());
        Assert.Equal(Series.All.Count, Series.All.Select(s => (s.Marker, s.Dash)).Distinct().Count());
    }

    /// <summary>
    /// Two theories either differ in colour for deuteranopes and protanopes (Viénot, Brettel and Mollon 1999, in linear RGB) by more than
    /// 0.1 of the colour cube's edge, or differ in dash or marker; here both kinds are required of every pair of solid lines.
    /// </summary>
    [Fact]
    public void Solid_lines_stay_apart_for_the_colour_blind()
    {
        var solid = Series.All.Where(s => s.Dash == Dash.Solid).ToArray();
        foreach (var a in solid)
        {
            foreach (var b in solid.Where(b => b != a))
            {
                // Exact and sampled are both near black: one is a thin line, the other markers without a line.
                if ((a, b) is ({ Name: "exact" }, { Name: "sampled networks" }) or ({ Name: "sampled networks" }, { Name: "exact" }))
                    continue;
                Assert.True(Distance(Deuteranope(a), Deuteranope(b)) > 0.1, $"{a.Name} and {b.Name}");
            }
        }
    }

    [Fact]
    public void Every_theory_is_seen_on_white() =>
        Assert.All(Series.All, s => Assert.True(1.05 / (Luminance(s) + 0.05) > 2, $"{s.Name} is too faint"));

    [Fact]
    public void Ramp_goes_from_light_to_dark() => Assert.Equal(
        Enumerable.Range(0, 6).Select(i => Luminance(Series.Ramp("n", i, 6))).OrderDescending(),
        Enumerable.Range(0, 6).Select(i => Luminance(Series.Ramp("n", i, 6))));

    [Fact]
    public void Variations_keep_the_rest()
    {
        var s = Series.Exact.Named("a").Dashed(Dash.Dot).Marked(Marker.Star).Coloured("#010203").In("g");
        Assert.Equal(new Series("a", "#010203", Marker.Star, Dash.Dot, Series.Exact.Width, "g"), s);
    }

    private static double[] Linear(Series s)
    {
        var (r, g, b) = Series.ParseColour(s.Colour);
        return [.. new[] { r, g, b }.Select(c => c / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
    }

    private static double Luminance(Series s) => Linear(s) is [var r, var g, var b] ? 0.2126 * r + 0.7152 * g + 0.0722 * b : double.NaN;

    private static double[] Deuteranope(Series s) => Linear(s) is [var r, var g, var b]
        ? [0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b]
        : [];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second)));
}
