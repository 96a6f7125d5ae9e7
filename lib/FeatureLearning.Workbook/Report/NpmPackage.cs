using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace FeatureLearning.Workbook.Report;

/// <summary>A browser library fetched once by <c>npm pack</c> into a cache; nothing of it is installed or run here.</summary>
internal sealed record NpmPackage(string Name, string Version)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The package's unpacked folder, or why there is none.</summary>
    public async Task<(string? Folder, string? WhyMissing)> FindAsync(string cacheDirectory, CancellationToken cancellation)
    {
        string target = Path.Combine(cacheDirectory, $"{Name}-{Version}");
        if (Directory.Exists(target))
        {
            return (target, null);
        }

        string workspace = target + "." + Guid.NewGuid().ToString("N")[..8];
        try
        {
            cancellation.ThrowIfCancellationRequested();
            Directory.CreateDirectory(workspace);
            string? problem = await PackAsync(workspace, cancellation).ConfigureAwait(false);
            if (problem is not null)
            {
                return (null, problem);
            }

            await UnpackAsync(workspace, cancellation).ConfigureAwait(false);
            Publish(Path.Combine(workspace, "package"), target);
            return (target, null);
        }
        catch (OperationCanceledException)
        {
            return (null, $"{Name} was not fetched: the run was stopped");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, $"{Name}: {exception.Message}");
        }
        finally
        {
            if (Directory.Exists(workspace))
            {
                Directory.Delete(workspace, recursive: true);
            }
        }
    }

    private async Task<string?> PackAsync(string workspace, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = workspace,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "pack", $"{Name}@{Version}", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=20000" },
        };
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using Process npm = Process.Start(start)!;
            await using CancellationTokenRegistration kill = limit.Token.Register(() => npm.Kill(entireProcessTree: true));
            Task<string> output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = npm.StandardError.ReadToEndAsync(limit.Token);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            await npm.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return npm.ExitCode == 0 ? null : $"npm could not fetch {Name} {Version} (no network?)";
        }
        catch (Win32Exception)
        {
            return $"npm is not installed, so {Name} {Version} could not be fetched";
        }
        catch (OperationCanceledException)
        {
            return $"npm did not fetch {Name} {Version} in time";
        }
    }

    private static async Task UnpackAsync(string workspace, CancellationToken cancellation)
    {
        string archive = Directory.EnumerateFiles(workspace, "*.tgz").FirstOrDefault()
            ?? throw new InvalidDataException("npm left no archive");
        await using FileStream file = File.OpenRead(archive);
        await using GZipStream tar = new(file, CompressionMode.Decompress);
        // Refuses entries that lead outside the folder.
        await TarFile.ExtractToDirectoryAsync(tar, workspace, overwriteFiles: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Two runs may fetch at once: the first to rename wins, and both have what they need.</summary>
    private static void Publish(string unpacked, string target)
    {
        try
        {
            Directory.Move(unpacked, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
        }
    }
}
