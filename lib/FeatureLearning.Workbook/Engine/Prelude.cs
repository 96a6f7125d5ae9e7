namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// What a notebook finds defined. It is a first submission of ordinary script code, not a globals object: a globals type would put this
/// assembly, and with it the command's own copies of the libraries, among the references of every cell. Compiling it also warms up
/// the compiler.
/// </summary>
internal static class Prelude
{
    /// <summary>The key of AppDomain data under which the engine leaves its display function.</summary>
    public const string DisplayKey = "FeatureLearning.Workbook.Display";

    /// <summary>The key of AppDomain data under which the engine leaves its constructor of text of a MIME type.</summary>
    public const string TextKey = "FeatureLearning.Workbook.Text";

    public const string Code =
        $$"""
        static readonly Func<object?, string[], object> __show =
            (Func<object?, string[], object>)AppDomain.CurrentDomain.GetData("{{DisplayKey}}")!;
        static readonly Func<string, string, object> __text = (Func<string, string, object>)AppDomain.CurrentDomain.GetData("{{TextKey}}")!;
        static object HTML(string content) => __text("text/html", content);
        static object display(object? value, params string[] mimeTypes) => __show(value, mimeTypes);
        static object Display(this object? value, params string[] mimeTypes) => __show(value, mimeTypes);
        static object DisplayAs(this string content, string mimeType) => __show(__text(mimeType, content), []);
        """;
}
