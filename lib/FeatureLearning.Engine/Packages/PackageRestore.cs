using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeatureLearning.Protocol;

namespace FeatureLearning.Engine;

/// <summary>
/// Restores packages by an ordinary <c>dotnet restore</c> of a project that references them. The result is kept in the user's data folder, so
/// that the second time costs nothing and needs no network; floating versions are looked up anew each time.
/// </summary>
internal static partial class PackageRestore
{
    /// <param name="packages">Versions by name.</param>
    /// <param name="directory">The notebook's folder: NuGet's settings are looked for from there.</param>
    /// <param name="keptFolder">Where lists of restored packages are kept.</param>
    /// <param name="asked">What the cell asked for, for messages.</param>
    /// <exception cref="PackageException">They cannot be restored.</exception>
    public static RestoredPackages Run(
        ImmutableSortedDictionary<string, string> packages, string directory, string keptFolder, string asked)
    {
        string project = Project(packages, directory);
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..24];
        string kept = Path.Combine(keptFolder, key + ".json");
        bool isFixed = packages.Values.All(version => !version.Contains('*', StringComparison.Ordinal));
        if (isFixed && Known(kept) is { IsWhole: true } known)
        {
            return known;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("workbook-packages-");
        try
        {
            RestoredPackages restored = Restore(project, folder.FullName, asked);
            Keep(kept, restored);
            return restored;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PackageException($"the package '{asked}' cannot be restored: {exception.Message}", exception);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RestoredPackages Restore(string project, string folder, string asked)
    {
        File.WriteAllText(Path.Combine(folder, "packages.csproj"), project);
        foreach (string name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            // Else those of a folder above would be taken.
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        (int exitCode, string output) = DotnetRestore(folder, asked);
        if (exitCode == 0)
        {
            return PackageAssets.Read(File.ReadAllText(Path.Combine(folder, "obj", "project.assets.json")));
        }

        string[] reasons = [.. Error().Matches(output).Select(match => match.Groups["text"].Value.Trim()).Distinct(StringComparer.Ordinal)];
        string reason = reasons.Length > 0 ? string.Join("; ", reasons) : output.Trim().ReplaceLineEndings(" ");
        throw new PackageException($"the package '{asked}' cannot be restored: {reason}");
    }

    private static (int ExitCode, string Output) DotnetRestore(string folder, string asked)
    {
        ProcessStartInfo start = new(DotnetHost.Find())
        {
            WorkingDirectory = folder,
            ArgumentList = { "restore", "packages.csproj", "--nologo" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            // Left behind where we run inside a build, as tests do: they would point it to that build's tools.
            start.Environment.Remove(name);
        }

        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new PackageException($"the package '{asked}' cannot be restored: dotnet does not start ({exception.Message})", exception);
        }
    }

    /// <summary>Whole or not at all, under a name of its own until then: another engine may write the same list.</summary>
    private static void Keep(string path, RestoredPackages restored)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(restored));
        File.Move(unfinished, path, overwrite: true);
    }

    private static RestoredPackages? Known(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<RestoredPackages>(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // Names and versions have passed a pattern without XML's characters.
    private static string Project(ImmutableSortedDictionary<string, string> packages, string directory) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
            <RuntimeIdentifier>{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <NuGetAudit>false</NuGetAudit>
            <RestoreRootConfigDirectory>{System.Security.SecurityElement.Escape(directory)}</RestoreRootConfigDirectory>
          </PropertyGroup>
          <ItemGroup>
        {string.Join('\n', packages.Select(package => $"    <PackageReference Include=\"{package.Key}\" Version=\"{package.Value}\" />"))}
          </ItemGroup>
        </Project>
        """;

    [GeneratedRegex(@"error (NU|NETSDK|MSB)\d+: (?<text>[^\r\n]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Error();
}
