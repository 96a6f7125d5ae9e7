namespace FeatureLearning.Plotly;

/// <summary>
/// Tells .NET Interactive (and this workbook's own host) how a type renders itself. The host matches the attribute by the name of its
/// class and of its properties, so no reference to the host is needed; do not rename anything here.
/// </summary>
/// <param name="formatterSourceType">A type with a public parameterless constructor and <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type whose formatters the host uses.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>
    /// The formats the host asks for. Each must have a formatter: a format without one overflows the stack of the real engine and kills it.
    /// </summary>
    public string[]? PreferredMimeTypes { get; set; }
}
