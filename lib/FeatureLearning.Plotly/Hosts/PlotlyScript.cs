using System.Security.Cryptography;

namespace FeatureLearning.Plotly;

/// <summary>The one version of plotly.js that figures are written for, on the CDN and, where npm works, in a local cache.</summary>
/// <remarks>No copy of plotly.js is part of the project; the local one comes from the npm package <c>plotly.js-dist-min</c>.</remarks>
public sealed record PlotlyScript
{
    private const string Package = "plotly.js-dist-min";
    private const string PinnedVersion = "4.1.2";
    private const string FileName = "plotly.min.js";

    /// <summary>The pinned version.</summary>
    public static string Version => PinnedVersion;

    /// <summary>Where a notebook's figure loads plotly.js from.</summary>
    public static string CdnUrl => $"https://cdn.jsdelivr.net/npm/{Package}@{PinnedVersion}/{FileName}";

    /// <summary>
    /// Checksum of that file in the form of the HTML attribute <c>integrity</c>. The CDN serves the npm package's file unchanged, so the
    /// same checksum guards both; change it together with the version (the tests compare it with npm's).
    /// </summary>
    public static string CdnIntegrity => "sha384-hHv6D3tTUUBpp4tVv6t2Dc3oGuRhphmWOTKUR8jWyN0Pnon1g3iebKCNDNmKmxo8";

    /// <summary>The local copy of plotly.min.js, or null when there is none.</summary>
    public string? LocalPath { get; init; }

    /// <summary>Why there is no local copy, in one line; null when there is one.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>
    /// Finds <c>plotly.js-dist-min-VERSION/plotly.min.js</c> in the cache, or gets it there with <c>npm pack</c>. A copy whose checksum
    /// differs from the pinned one is never used. Safe to call from several processes at once.
    /// </summary>
    /// <param name="cacheDirectory">Directory of the cache; made when it is missing.</param>
    /// <param name="ct">Cancels the wait for npm.</param>
    /// <returns>The local path, or the reason why there is none (no npm, no network, wrong checksum); only cancellation throws.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<PlotlyScript> FindAsync(string cacheDirectory, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(cacheDirectory);
        var (folder, whyMissing) = await new NpmPackage(Package, PinnedVersion).FindAsync(cacheDirectory, ct, IsGenuine).ConfigureAwait(false);
        return new PlotlyScript { LocalPath = folder is null ? null : Path.Combine(folder, FileName), WhyMissing = whyMissing };
    }

    private static bool IsGenuine(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && "sha384-" + Convert.ToBase64String(SHA384.HashData(File.ReadAllBytes(path))) == CdnIntegrity;
    }
}
