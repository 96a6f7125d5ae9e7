namespace FeatureLearning.Plotly;

/// <summary>Names of the formats in which figures and tables reach a host.</summary>
public static class MimeTypes
{
    /// <summary>An HTML fragment.</summary>
    public const string Html = "text/html";

    /// <summary>A figure's JSON, the format that Jupyter front ends with a plotly renderer and this workbook's report read.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Text for terminals.</summary>
    public const string Plain = "text/plain";
}
