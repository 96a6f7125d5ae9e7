using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>Prose: what is set, and what is kept from running.</summary>
public sealed class MarkdownHtmlTests
{
    private static string Render(string text) => MarkdownHtml.Render(text, link => link);

    [Fact]
    public void Tables_and_formulas_are_set()
    {
        Assert.Contains("<table class=\"prose-table\">", Render("|a|b|\n|---|---:|\n|1|2|"), StringComparison.Ordinal);
        Assert.Contains("<span class=\"math\">\\(x^2\\)</span>", Render("Let $x^2$ be"), StringComparison.Ordinal);
        Assert.Contains("<div class=\"math\">", Render("$$\nx < y\n$$"), StringComparison.Ordinal);
        Assert.Contains("display", Render("$$ x_1 $$"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("text <img src=x onerror=alert(1)>", "<img")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("[x](  JaVa\tScript:alert(1))", "href=\"  J")]
    [InlineData("[x](data:text/html,<b>)", "data:")]
    [InlineData("<javascript:alert(1)>", "href=\"javascript")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]", "href=\"javascript")]
    [InlineData("![x](https://example.org/p.png)", "<img")]
    [InlineData("![v](https://www.youtube.com/watch?v=mswPy5bt3TQ)", "<iframe")]
    [InlineData("# t {onclick=alert(1)}", "<h1 onclick")]
    public void Nothing_in_prose_can_run_or_fetch(string markdown, string forbidden) =>
        Assert.DoesNotContain(forbidden, Render(markdown), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_line_for_a_link_has_no_paragraph_and_no_link() =>
        Assert.Equal("a <em>b</em> c", MarkdownHtml.RenderLine("a *b* [c](https://x)"));
}
