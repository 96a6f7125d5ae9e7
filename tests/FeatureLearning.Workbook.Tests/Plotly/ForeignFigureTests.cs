using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>Figures that another library made.</summary>
public sealed class ForeignFigureTests
{
    private const string Json = """{"data":[{"type":"scatter","x":[1,0.1],"y":[null,-1e-300]}],"layout":{"title":{"text":"a title"},"meta":{"caption":"c"}}}""";

    [Fact]
    public void It_is_shown_as_it_came()
    {
        var figure = ForeignFigure.FromJson(Json);
        Assert.Equal(Json, figure.ToJson());
        Assert.Contains("<figcaption", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal("Figure \"a title\"", figure.ToString());
        Assert.Equal("Figure \"plain\"", ForeignFigure.FromJson("""{"data":[],"layout":{"title":"plain"}}""").ToString());
        Assert.Equal("Figure \"\"", ForeignFigure.FromJson("""{"data":[],"layout":{}}""").ToString());
    }

    [Theory]
    [InlineData("1,0.1", "1.0,1e-1", true)]
    [InlineData("1,0.1", "0.1,1", false)]
    [InlineData("1,0.1", "1,0.1000000000000001", false)]
    [InlineData("null", "0", false)]
    public void Equality_is_that_of_the_values(string text, string other, bool equal)
    {
        var (first, second) = (ForeignFigure.FromJson(Json.Replace("1,0.1", text, StringComparison.Ordinal)), ForeignFigure.FromJson(Json.Replace("1,0.1", other, StringComparison.Ordinal)));
        Assert.Equal(equal, first.Equals(second));
        Assert.True(!equal || first.GetHashCode() == second.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":{},\"layout\":{}}")]
    public void What_is_not_a_figure_is_refused(string json) =>
        Assert.Equal("json", Assert.Throws<ArgumentException>(() => ForeignFigure.FromJson(json)).ParamName);
}
