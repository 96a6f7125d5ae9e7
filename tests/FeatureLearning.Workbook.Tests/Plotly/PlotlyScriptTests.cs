using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Plotly;

public sealed class PlotlyScriptTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("featurelearning-cache-").FullName;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [PlotlyJsFact]
    public async Task Cached_copy_is_reused_and_a_damaged_one_is_never_used()
    {
        var target = Path.Combine(cache, $"plotly.js-dist-min-{PlotlyScript.Version}", "plotly.min.js");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Components.PlotlyJs.LocalPath!, target);
        var written = File.GetLastWriteTimeUtc(target);
        Assert.Equal(target, (await PlotlyScript.FindAsync(cache, CancellationToken.None)).LocalPath);
        Assert.Equal(written, File.GetLastWriteTimeUtc(target));

        await File.AppendAllTextAsync(target, "// damaged");
        var script = await PlotlyScript.FindAsync(cache, CancellationToken.None);
        Assert.True(script.LocalPath is null ? script.WhyMissing is not null : !File.ReadAllText(script.LocalPath).EndsWith("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cache_that_cannot_be_made_is_a_reason_in_one_line()
    {
        var file = Path.Combine(cache, "file");
        await File.WriteAllTextAsync(file, "");
        var script = await PlotlyScript.FindAsync(Path.Combine(file, "cache"), CancellationToken.None);
        Assert.Null(script.LocalPath);
        Assert.DoesNotContain('\n', script.WhyMissing!);
        Assert.Null(PictureRenderer.Find(script));
    }

    [Fact]
    public async Task Package_that_npm_does_not_know_or_npm_that_is_missing_is_an_error_in_one_line()
    {
        var (folder, why) = await new NpmPackage("./no-such-directory", "1").FindAsync(cache, CancellationToken.None);
        Assert.Null(folder);
        Assert.DoesNotContain('\n', why!);
        Assert.Empty(Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Version_is_pinned_in_the_address()
    {
        Assert.Equal($"https://cdn.jsdelivr.net/npm/plotly.js-dist-min@{PlotlyScript.Version}/plotly.min.js", PlotlyScript.CdnUrl);
        Assert.Matches("^sha384-[A-Za-z0-9+/]{64}$", PlotlyScript.CdnIntegrity);
    }
}
