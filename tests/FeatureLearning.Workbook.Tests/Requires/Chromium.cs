using System.Diagnostics;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A headless browser that opens a page once and tells its document and its console.</summary>
internal static class Chromium
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<(string Document, string[] Console)> OpenAsync(string page, string profile)
    {
        ProcessStartInfo start = new(Path!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
                "--enable-logging=stderr", $"--user-data-dir={profile}", "--virtual-time-budget=10000", "--dump-dom", new Uri(page).AbsoluteUri,
            },
        };
        using Process browser = Process.Start(start)!;
        Task<string> document = browser.StandardOutput.ReadToEndAsync();
        Task<string> log = browser.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(120));
        await using CancellationTokenRegistration kill = limit.Token.Register(() => browser.Kill(entireProcessTree: true));
        await browser.WaitForExitAsync(limit.Token);
        return (await document, [.. (await log).Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
    }
}
