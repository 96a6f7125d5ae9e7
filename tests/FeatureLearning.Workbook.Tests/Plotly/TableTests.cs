using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

public sealed class TableTests
{
    [Theory]
    [InlineData(0.012345, 3, "0.0123")]
    [InlineData(9.996, 3, "10.0")]
    [InlineData(-1234.5, 4, "−1234")]
    [InlineData(123456, 4, "123456")]
    [InlineData(1234567, 4, "1.235e6")]
    [InlineData(1.2345e-7, 2, "1.2e−7")]
    [InlineData(0, 4, "0")]
    [InlineData(double.NaN, 4, "–")]
    [InlineData(double.NegativeInfinity, 4, "−∞")]
    public void Numbers_have_significant_digits(double value, int digits, string text) => Assert.Equal(text, Numbers.Format(value, digits));

    [Theory]
    [InlineData(0.12345, 0.0021, "0.1235 ± 0.0021")]
    [InlineData(-12.3, 1.26, "−12.3 ± 1.3")]
    [InlineData(12345, 260, "12345 ± 260")]
    [InlineData(1, double.NaN, "1.000 ± –")]
    public void Errors_set_the_digits_of_their_value(double value, double error, string text) =>
        Assert.Equal(text, new Measured(value, error).ToString());

    [Fact]
    public void Text_form_is_aligned() => Assert.Equal(
        "  N  theory        error\n" +
        "───  ──────  ───────────\n" +
        "100  a < χ        0.0123\n" +
        " 50  b       0.50 ± 0.10\n" +
        "below\n",
        Table.New("N", "theory", "error").Row(100, @"a < \chi", 0.01234).Row(50, "b", new Measured(0.5, 0.1)).Digits(3).Caption("below").ToString());

    [Fact]
    public void Html_escapes_text_and_aligns_numbers_to_the_right()
    {
        var html = Table.New("<N>", "t").Row(1, "<script>").Row(null, "b").ToHtml();
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;N&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("text-align:right").Length - 1);
    }

    [Fact]
    public void Items_become_rows() => Assert.Equal(
        Table.New("n", "square").Row(1, 1.0).Row(2, 4.0).ToString(),
        Table.Of([1, 2], ("n", n => n), ("square", n => (double)(n * n))).ToString());

    [Fact]
    public void Wrong_shapes_are_named()
    {
        Assert.Contains("2 columns, the row has 1", Assert.Throws<ArgumentException>(() => Table.New("a", "b").Row(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Table.New());
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.New("a").Digits(0));
    }

    [Fact]
    public void True_statements_verify_and_read_as_a_table()
    {
        var table = new StatementTable().Add(@"\chi = 1", "arXiv:2502.03210", 0.25, holds: true, error: 0.01).Verify();
        Assert.Contains("what the paper says", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("what we measure", table.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("0.250 ± 0.010", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("✓\u00a0holds", table.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void False_statements_are_each_listed_with_what_was_measured()
    {
        var table = new StatementTable().Add("one", "eq. 1", "0.5", true).Add("two", "eq. 2", 0.123456, false).Add("three", "fig. 3", double.NaN, true);
        var error = Assert.Throws<StatementException>(table.Verify);
        Assert.Equal("2 of 3 statements do not hold:\n✗ two [eq. 2]: measured 0.1235\n✗ three [fig. 3]: measured –", error.Message);
        Assert.Equal(2, error.Failed.Count);
        Assert.Contains("✗\u00a0does\u00a0not\u00a0hold", table.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_statement_table_checks_nothing_and_fails() => Assert.Throws<StatementException>(new StatementTable().Verify);
}
