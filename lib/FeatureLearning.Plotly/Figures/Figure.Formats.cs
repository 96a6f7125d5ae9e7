namespace FeatureLearning.Plotly;

/// <content>Formats.</content>
public sealed partial record Figure
{
    /// <summary>The figure as plotly.js's JSON: <c>{"data":[…],"layout":{…},"config":{…}}</c>.</summary>
    /// <returns>
    /// One object. Numbers are in shortest round-trip form; NaN and infinities are null. <c>layout.meta.caption</c> is the caption as given,
    /// <c>layout.meta.width</c> the width in CSS pixels of the static picture, <c>layout.meta.narrow</c> the layout for a page narrower
    /// than <c>layout.meta.narrowBelow</c>. A figure with a slider also has <c>"frames":[…]</c>, one a value, each with what changes.
    /// </returns>
    public string ToJson() => FigureWriter.Write(this);

    /// <summary>The fragment of <see cref="FigureHtml.ForNotebook"/> without a static picture; also the method that Verso looks for.</summary>
    /// <returns>HTML that draws itself with plotly.js from the CDN, and says so in words when it cannot.</returns>
    public string ToHtml() => FigureHtml.ForNotebook(ToJson(), null, CaptionText);
}
