using System.Reflection;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>What the real engine of .NET Interactive finds by reflection on a type it knows nothing of.</summary>
public sealed class HostConventionTests
{
    private static readonly Figure Figure = FeatureLearning.Plotly.Figure.New("f").Line([1], [1], Series.Exact).Caption("c");

    public static TheoryData<object, string[]> Values => new()
    {
        { Figure, ["text/html", "application/vnd.plotly.v1+json", "text/plain"] },
        { ForeignFigure.FromJson(Figure.ToJson()), ["text/html", "application/vnd.plotly.v1+json", "text/plain"] },
        { Table.New("a").Row(1), ["text/html", "text/plain"] },
        { new StatementTable().Add("a", "b", "c", true), ["text/html", "text/plain"] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_preferred_format_is_served(object value, string[] formats)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.NotNull(attribute.GetType().GetConstructor([typeof(Type)]));
        var preferred = (string[]?)attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute);
        Assert.Equal(formats, preferred);

        var sourceType = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        Assert.NotNull(sourceType.GetConstructor(Type.EmptyTypes));
        var source = Activator.CreateInstance(sourceType);
        var formatters = ((IEnumerable<object>)sourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).ToArray();
        Assert.Equal(formats, formatters.Select(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!));
        foreach (var formatter in formatters)
        {
            var format = Assert.Single(formatter.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance), m => m.Name == "Format");
            Assert.Equal(typeof(bool), format.ReturnType);
            Assert.Equal([typeof(object), typeof(TextWriter)], format.GetParameters().Select(p => p.ParameterType));
            using var writer = new StringWriter();
            Assert.True((bool)format.Invoke(formatter, [value, writer])!);
            Assert.NotEmpty(writer.ToString());
            Assert.False((bool)format.Invoke(formatter, ["another type", writer])!);
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Verso_finds_ToHtml(object value, string[] formats)
    {
        Assert.NotEmpty(formats);
        var method = value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes)!;
        Assert.StartsWith("<", (string)method.Invoke(value, null)!, StringComparison.Ordinal);
    }

    [Fact]
    public void Figure_is_one_line_of_text() => Assert.Equal("Figure \"f\" [exact]: c", Figure.ToString());
}
