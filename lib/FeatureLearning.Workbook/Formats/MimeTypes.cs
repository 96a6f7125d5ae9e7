namespace FeatureLearning.Workbook.Formats;

/// <summary>The MIME types that notebooks of this project carry.</summary>
internal static class MimeTypes
{
    public const string Plotly = FeatureLearning.Plotly.MimeTypes.Plotly;
    public const string Html = FeatureLearning.Plotly.MimeTypes.Html;
    public const string Plain = FeatureLearning.Plotly.MimeTypes.Plain;
    public const string Markdown = "text/markdown";
    public const string Latex = "text/latex";
    public const string Png = "image/png";
    public const string Svg = "image/svg+xml";

    /// <summary>Jupyter stores these as a JSON value, everything else as text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Base64 pictures stay one string; text is split into lines.</summary>
    public static bool IsBase64(string mimeType) =>
        mimeType.StartsWith("image/", StringComparison.Ordinal) && mimeType != Svg || mimeType == "application/pdf";
}
