using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>
/// A browser library fetched once with the npm command into a cache, so that registries, proxies and logins are npm's own affair; nothing
/// of it is installed or run here. A package lies unpacked in <c>CACHE/NAME-VERSION</c>, which appears whole or not at all.
/// </summary>
internal sealed record NpmPackage(string Name, string Version)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>The package's folder in a cache, whether it is there or not.</summary>
    public string FolderIn(string cacheDirectory) => Path.GetFullPath(Path.Combine(cacheDirectory, $"{Name}-{Version}"));

    /// <summary>The package's unpacked folder, or one line that says why there is none. Safe to call from several processes at once.</summary>
    /// <param name="cacheDirectory">Directory of the cache; made when it is missing.</param>
    /// <param name="ct">Cancels the wait for npm.</param>
    /// <param name="isGenuine">What an unpacked folder must fulfil; one that does not is fetched again. Null takes every folder.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<(string? Folder, string? WhyMissing)> FindAsync(
        string cacheDirectory, CancellationToken ct, Func<string, bool>? isGenuine = null)
    {
        var target = FolderIn(cacheDirectory);
        try
        {
            if (Directory.Exists(target) && isGenuine?.Invoke(target) is not false)
                return (target, null);
            await FetchAsync(target, isGenuine, ct).ConfigureAwait(false);
            return (target, null);
        }
        catch (Win32Exception)
        {
            return (null, $"npm is not installed, so {Name}@{Version} could not be fetched");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException)
        {
            return (null, $"{Name}@{Version} is not available: {OneLine(error.Message)}");
        }
    }

    private async Task FetchAsync(string target, Func<string, bool>? isGenuine, CancellationToken ct)
    {
        // Beside the target, hence on the same disk, so that the move is atomic and no reader ever sees half a package.
        var workspace = $"{target}.{Guid.NewGuid():n}.partial";
        Directory.CreateDirectory(workspace);
        try
        {
            var archive = await PackAsync(workspace, ct).ConfigureAwait(false);
            await using var compressed = File.OpenRead(archive);
            await using var tar = new GZipStream(compressed, CompressionMode.Decompress);
            // Refuses entries that lead outside the folder.
            await TarFile.ExtractToDirectoryAsync(tar, workspace, overwriteFiles: false, ct).ConfigureAwait(false);
            var unpacked = Path.Combine(workspace, "package");
            if (isGenuine?.Invoke(unpacked) is false)
                throw new InvalidDataException("its content has another checksum than the pinned one");
            Publish(unpacked, target, Path.Combine(workspace, "old"), isGenuine);
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    /// <summary>Several runs may fetch at once: the first to rename wins, and all have what they need.</summary>
    private static void Publish(string unpacked, string target, string aside, Func<string, bool>? isGenuine)
    {
        try
        {
            if (Directory.Exists(target) && isGenuine?.Invoke(target) is false)
                Directory.Move(target, aside);
            Directory.Move(unpacked, target);
        }
        catch (IOException) when (Directory.Exists(target) && isGenuine?.Invoke(target) is not false)
        {
            // Another run was faster.
        }
    }

    private async Task<string> PackAsync(string directory, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeLimit);
        using var npm = Process.Start(StartInfo(directory))!;
        try
        {
            var errors = npm.StandardError.ReadToEndAsync(limit.Token);
            var output = await npm.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await npm.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (npm.ExitCode != 0)
                throw new IOException($"npm pack ended with code {npm.ExitCode}: {FirstError(await errors.ConfigureAwait(false))}");
            return Checked(output, directory);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"npm pack took longer than {TimeLimit.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!npm.HasExited)
                npm.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo StartInfo(string directory)
    {
        // On Windows npm is a script that only the shell can start.
        var isWindows = OperatingSystem.IsWindows();
        var info = new ProcessStartInfo(isWindows ? "cmd.exe" : "npm")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            .. isWindows ? ["/c", "npm"] : Array.Empty<string>(),
            "pack", $"{Name}@{Version}", "--json", "--loglevel=error", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=20000",
        ];
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        return info;
    }

    /// <summary>The archive's path, after its SHA-512 was compared with the one that npm reports from the registry.</summary>
    private static string Checked(string npmOutput, string directory)
    {
        try
        {
            using var document = JsonDocument.Parse(npmOutput);
            var entry = document.RootElement[0];
            var archive = Path.Combine(directory, Path.GetFileName(entry.GetProperty("filename").GetString()!));
            var expected = entry.GetProperty("integrity").GetString();
            var actual = "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));
            return actual == expected
                ? archive
                : throw new InvalidDataException($"the archive's checksum is {actual}, npm says {expected}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"npm pack --json answered in an unknown form: {error.Message}", error);
        }
    }

    private static string FirstError(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal)) ?? "no message";

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).Trim();
}
