using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FeatureLearning.Plotly;

/// <summary>Gets one file out of an npm package with the npm command, so that registries, proxies and logins are npm's own affair.</summary>
internal static class NpmPackage
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs <c>npm pack</c> in a temporary directory, checks the archive against npm's checksum and moves the file into place at once.</summary>
    /// <exception cref="Win32Exception">npm is not installed.</exception>
    /// <exception cref="IOException">npm failed; the message is its last line.</exception>
    /// <exception cref="InvalidDataException">The archive does not match npm's checksum or lacks the file.</exception>
    public static async Task ExtractAsync(string package, string entryName, string target, CancellationToken ct)
    {
        var directory = Directory.CreateTempSubdirectory("featurelearning-npm-").FullName;
        try
        {
            var archive = await PackAsync(package, directory, ct).ConfigureAwait(false);
            // Beside the target, hence on the same disk, so that the move is atomic and no reader ever sees half a file.
            var partial = $"{target}.{Guid.NewGuid():n}.partial";
            await ExtractEntryAsync(archive, entryName, partial, ct).ConfigureAwait(false);
            File.Move(partial, target, overwrite: true);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> PackAsync(string package, string directory, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeLimit);
        using var npm = Process.Start(StartInfo(package, directory))!;
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

    private static ProcessStartInfo StartInfo(string package, string directory)
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
        foreach (var argument in (string[])[.. isWindows ? ["/c", "npm"] : Array.Empty<string>(), "pack", package, "--json", "--loglevel=error"])
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

    private static async Task ExtractEntryAsync(string archive, string entryName, string target, CancellationToken ct)
    {
        await using var compressed = File.OpenRead(archive);
        await using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync(cancellationToken: ct).ConfigureAwait(false) is { } entry)
        {
            if (entry.Name == entryName)
            {
                await entry.ExtractToFileAsync(target, overwrite: true, ct).ConfigureAwait(false);
                return;
            }
        }

        throw new InvalidDataException($"the archive has no file {entryName}");
    }

    private static string FirstError(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal)) ?? "no message";
}
