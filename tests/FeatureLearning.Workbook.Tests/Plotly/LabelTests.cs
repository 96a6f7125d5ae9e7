using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

public sealed class LabelTests
{
    [Theory]
    [InlineData("N_x and a^b, 5 < 6 & 7", "N_x and a^b, 5 &lt; 6 &amp; 7")]
    [InlineData(@"scaling \chi", "scaling χ")]
    [InlineData("K^{-1}", "K<sup>−1</sup>")]
    [InlineData(@"\langle\Phi\rangle_{test}", "⟨Φ⟩<sub>test</sub>")]
    [InlineData(@"\bar{Q}^\star", "Q\u0304<sup>⋆</sup>")]
    [InlineData(@"\hat y", "y\u0302")]
    [InlineData(@"w w^\top", "w w<sup>⊤</sup>")]
    [InlineData(@"mean-field error \Delta - 1", "mean-field error Δ − 1")]
    [InlineData(@"cost in $\lambda - 1$ not a_b", "cost in λ− 1 not a_b")]
    [InlineData(@"5 \$ and $x_0$", "5 $ and x<sub>0</sub>")]
    [InlineData(@"\frac{a+b}{2}", "(a+b)/2")]
    [InlineData(@"\sqrt{N}", "√N")]
    [InlineData(@"\|f\| \le \mathcal{N}, \mathbb{R}^D, \mathbf{w}", "‖f‖ ≤ 𝒩, ℝ<sup>D</sup>, <b>w</b>")]
    [InlineData(@"\text{a < b}_{\mathrm{x}}", "a &lt; b<sub>x</sub>")]
    [InlineData(@"x_{a_{b}}", "x<sub>a<sub>b</sub></sub>")]
    public void Tex_becomes_what_plotly_draws(string tex, string html) => Assert.Equal(html, Label.ToHtml(tex));

    [Theory]
    [InlineData(@"\foo x", @"\foo")]
    [InlineData(@"\chi^", "ends where an argument is expected")]
    [InlineData(@"\chi_{a", "brace")]
    [InlineData(@"\chi}", "brace")]
    [InlineData("a $b", "$")]
    public void Unreadable_labels_name_what_is_wrong(string tex, string word)
    {
        var error = Assert.Throws<ArgumentException>(() => Label.ToHtml(tex));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains(tex, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_known_command_gives_one_symbol_or_word_without_markup()
    {
        Assert.True(Label.Commands.Count > 120);
        foreach (var command in Label.Commands)
            Assert.DoesNotContain('\\', Label.ToHtml($@"\{command}"));
    }

    [Fact]
    public void Plain_text_keeps_one_line() => Assert.Equal("⟨Δ⟩_test ≤ N^−1 < 2", Label.ToPlain(@"\langle\Delta\rangle_{test} \le N^{-1} < 2"));

    [Fact]
    public void Wrapping_breaks_at_blanks_outside_markup_and_counts_what_is_shown()
    {
        Assert.Equal("aaaa bbb<br>cccc", HtmlText.Wrap("aaaa bbb cccc", 8));
        Assert.Equal("x<sub>a b c d e</sub> y", HtmlText.Wrap("x<sub>a b c d e</sub> y", 12));
        Assert.Equal(3, HtmlText.Length("&lt;Q\u0304b"));
        Assert.Equal(2, HtmlText.Lines("a<br>b"));
    }

    [Fact]
    public void Bad_label_fails_where_it_is_written_not_where_it_is_drawn()
    {
        Assert.Throws<ArgumentException>(() => Figure.New().XAxis(@"\nosuch"));
        Assert.Throws<ArgumentException>(() => Figure.New().Line([1.0], [1.0], Series.Exact.Named(@"\nosuch")));
        Assert.Throws<ArgumentException>(() => Figure.New(@"\nosuch"));
    }
}
