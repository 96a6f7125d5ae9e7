namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs a Chromium on PATH; skipped, with the reason, where there is none.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "no chromium, chromium-browser or google-chrome on PATH";
        }
    }
}
