using System.Collections.Immutable;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine.Tests;

public sealed class DisplayLimitTests
{
    [Fact]
    public void What_is_within_the_limits_stays_as_it_is()
    {
        DisplayLimit limit = new();
        ImmutableSortedDictionary<string, string> data = Bundle("text/html", new string('x', 2_000_000));
        Assert.Same(data, limit.Admit(data));
        Assert.Null(limit.Note);
    }

    [Fact]
    public void Beyond_the_number_of_values_they_are_counted_and_left_out()
    {
        DisplayLimit limit = new();
        int admitted = Enumerable.Range(0, OutputLimits.Values + 7).Count(_ => limit.Admit(Bundle("text/plain", "1")) is not null);
        Assert.Equal(OutputLimits.Values, admitted);
        Assert.Equal("… 7 more displayed values not kept\n", limit.Note);
    }

    [Fact]
    public void Beyond_the_characters_of_a_cell_too()
    {
        DisplayLimit limit = new();
        string html = new('x', (int)(OutputLimits.Characters / 4));
        Assert.Equal(4, Enumerable.Range(0, 6).Count(_ => limit.Admit(Bundle("text/html", html)) is not null));
        Assert.NotNull(limit.Note);
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        string text = "x" + string.Concat(Enumerable.Repeat("😀", OutputLimits.Text));
        string cut = new DisplayLimit().Admit(Bundle("text/plain", text))!["text/plain"];
        Assert.Matches("^x(😀)+\n… [0-9]+ more characters not kept$", cut);
    }

    private static ImmutableSortedDictionary<string, string> Bundle(string type, string value) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(type, value);
}
