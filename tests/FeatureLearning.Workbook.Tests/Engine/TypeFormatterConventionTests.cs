using FeatureLearning.Workbook.Engine.Formatting;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>The convention by which a library's types render themselves, matched by name alone.</summary>
public sealed class TypeFormatterConventionTests
{
    [Fact]
    public void The_preferred_types_are_asked_for_and_html_always() =>
        Assert.Equal(["application/x+json", "text/html", "text/plain"], ValueFormatter.Format(new Preferring()).Keys);

    [Fact]
    public void Without_preferences_html_alone_is_asked_for() =>
        Assert.Equal(["text/html", "text/plain"], ValueFormatter.Format(new Plain()).Keys);

    [Fact]
    public void A_base_types_attribute_holds() => Assert.Equal("html of Derived", ValueFormatter.Format(new Derived())["text/html"]);

    [Fact]
    public void ToHtml_is_used_without_the_convention()
    {
        Assert.Equal("<p>with</p>", ValueFormatter.Format(new WithToHtml())["text/html"]);
        Assert.Equal("with", ValueFormatter.Format(new WithToHtml())["text/plain"]);
    }

    [Fact]
    public void Null_is_shown_as_such() => Assert.Equal("null", ValueFormatter.Format(null)["text/plain"]);

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; set; }
    }

    private sealed class Source
    {
        private readonly string[] served = ["application/x+json", "text/html", "text/unasked"];

        public IEnumerable<object> CreateTypeFormatters() => served.Select(mimeType => new Formatter(mimeType));
    }

    private sealed class Formatter(string mimeType)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write(MimeType == "text/html" ? $"html of {instance.GetType().Name}" : "{}");
            return true;
        }
    }

    [TypeFormatterSource(typeof(Source), PreferredMimeTypes = ["application/x+json"])]
    private sealed class Preferring;

    [TypeFormatterSource(typeof(Source))]
    private class Plain;

    private sealed class Derived : Plain;

    private sealed class WithToHtml
    {
        private readonly string text = "with";

        public string ToHtml() => $"<p>{text}</p>";

        public override string ToString() => text;
    }
}
