using System.Diagnostics;
using System.Net.WebSockets;

namespace FeatureLearning.Plotly;

/// <summary>
/// One headless Chromium with a fresh profile, driven over its DevTools protocol (a web socket on the loopback). The protocol waits for
/// promises and reports errors of the page, which dumping the DOM after a guessed time does not. Disposing ends the browser and deletes the profile.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] EnvironmentNames = ["CHROME", "CHROMIUM"];

    private static readonly string[] PathNames =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private static readonly string[] FixedPaths =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly Process process;
    private readonly string profile;
    private DevTools? tools;

    private Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>The browser named by the environment (CHROME, CHROMIUM), on PATH, or at the usual places; null without one.</summary>
    public static string? FindPath()
    {
        var named = EnvironmentNames.Select(Environment.GetEnvironmentVariable).Where(path => !string.IsNullOrEmpty(path));
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var onPath = PathNames.SelectMany(name => directories.Select(directory => Path.Combine(directory, name + extension)));
        return named.Concat(onPath).Concat(FixedPaths).FirstOrDefault(File.Exists);
    }

    /// <summary>Starts the browser and connects to it.</summary>
    /// <exception cref="InvalidOperationException">The browser ended before it listened; the message has what it said.</exception>
    public static async Task<Chromium> StartAsync(string path, CancellationToken ct)
    {
        var profile = Directory.CreateTempSubdirectory("featurelearning-chromium-").FullName;
        var browser = new Chromium(Process.Start(StartInfo(path, profile))!, profile);
        try
        {
            var address = await browser.ReadAddressAsync(ct).ConfigureAwait(false);
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri(address), ct).ConfigureAwait(false);
            browser.tools = new DevTools(socket);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens an empty page of a given size.</summary>
    public async Task<BrowserPage> OpenAsync(int width, int height, CancellationToken ct)
    {
        var target = await tools!.SendAsync("Target.createTarget", new { url = "about:blank" }, null, ct).ConfigureAwait(false);
        var id = target.GetProperty("targetId").GetString();
        var attached = await tools.SendAsync("Target.attachToTarget", new { targetId = id, flatten = true }, null, ct).ConfigureAwait(false);
        var page = new BrowserPage(tools, attached.GetProperty("sessionId").GetString()!);
        await page.InitialiseAsync(width, height, ct).ConfigureAwait(false);
        return page;
    }

    /// <summary>Ends the browser with all its processes and deletes the profile.</summary>
    public async ValueTask DisposeAsync()
    {
        if (tools is not null)
            await tools.DisposeAsync().ConfigureAwait(false);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
        await DeleteProfileAsync().ConfigureAwait(false);
    }

    private static ProcessStartInfo StartInfo(string path, string profile)
    {
        var info = new ProcessStartInfo(path) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--disable-extensions", "--disable-sync", "--no-first-run", "--no-default-browser-check",
            "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank",
        ];
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        return info;
    }

    /// <summary>The browser tells its address on standard error: "DevTools listening on ws://127.0.0.1:…".</summary>
    private async Task<string> ReadAddressAsync(CancellationToken ct)
    {
        const string Announcement = "DevTools listening on ";
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(ct).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                // The pipes must be emptied as long as the browser lives, or it stops when they are full.
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line[Announcement.Length..].Trim();
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"Chromium ended before it was ready: {string.Join(' ', said.TakeLast(3))}");
    }

    private async Task DeleteProfileAsync()
    {
        // Helper processes of the browser may hold files some moments longer than the browser itself.
        for (var attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (!Directory.Exists(profile))
                    return;
                await Task.Delay(100).ConfigureAwait(false);
            }
        }
    }
}
