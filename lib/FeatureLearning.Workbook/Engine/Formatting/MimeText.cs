namespace FeatureLearning.Workbook.Engine.Formatting;

/// <summary>Text that says itself what MIME type it is, as <c>HTML(s)</c> and <c>"…".DisplayAs(mime)</c> make it.</summary>
internal sealed record MimeText(string MimeType, string Text)
{
    public override string ToString() => Text;
}
