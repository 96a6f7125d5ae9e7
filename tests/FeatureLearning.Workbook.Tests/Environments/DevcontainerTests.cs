using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Environments;

/// <summary>The dev container: what its own command reads, and its post-create script on a clean copy of the repository.</summary>
public sealed class DevcontainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [DevcontainerFact]
    public void The_configuration_is_read_and_pins_image_and_extensions()
    {
        // The command asks docker for a running container first: here is none.
        string docker = folder.Write("docker", "#!/bin/sh\nexit 0\n");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (int exitCode, string output, string errors) = DevcontainerFactAttribute.Run(
            "read-configuration", "--workspace-folder", WorkbookProcess.Repository, "--docker-path", docker);
        Assert.True(exitCode == 0, errors);
        JsonElement configuration = JsonDocument.Parse(output).RootElement.GetProperty("configuration");
        Assert.Matches(@"^mcr\.microsoft\.com/dotnet/sdk:10\.0\.\d+-noble@sha256:[0-9a-f]{64}$", configuration.GetProperty("image").GetString());
        Assert.Equal("bash .devcontainer/post-create.sh", configuration.GetProperty("postCreateCommand").GetString());
        Assert.Equal(
            ["ms-dotnettools.csharp", "ms-toolsai.jupyter", "ms-dotnettools.dotnet-interactive-vscode"],
            configuration.GetProperty("customizations").GetProperty("vscode").GetProperty("extensions").EnumerateArray().Select(id => id.GetString()));
        string[] wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(WorkbookProcess.Repository, "global.json")))
            .RootElement.GetProperty("sdk").GetProperty("version").GetString()!.Split('.');
        Assert.Contains($"sdk:{wanted[0]}.{wanted[1]}.", configuration.GetProperty("image").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_of_Polyglot_Notebooks_is_the_one_that_the_tests_use()
    {
        string script = File.ReadAllText(Path.Combine(WorkbookProcess.Repository, ".devcontainer", "post-create.sh"));
        Assert.Contains("dotnet tool update --global Microsoft.dotnet-interactive --version \"$interactive\"", script, StringComparison.Ordinal);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(WorkbookProcess.Repository, ".config", "dotnet-tools.json")));
        string version = manifest.RootElement.GetProperty("tools").GetProperty("microsoft.dotnet-interactive").GetProperty("version").GetString()!;
        Assert.Contains($"interactive='{version}'", script, StringComparison.Ordinal);
        Assert.Contains("dotnet tool restore", File.ReadAllText(Path.Combine(WorkbookProcess.Repository, ".ci", "run")), StringComparison.Ordinal);
    }

    [PostCreateFact]
    public async Task After_the_post_create_script_a_notebook_runs_at_once()
    {
        string copy = folder.File("clean");
        Copy(await GitFilesAsync(), copy);
        WorkbookProcess.Outcome created = await WorkbookProcess.RunAsync(Start("bash", copy, ".devcontainer/post-create.sh"), minutes: 9);
        Assert.True(created.ExitCode == 0, created.Output + created.Errors);
        Assert.Contains("POST_CREATE_OFFLINE is set: no packages, no Chromium, no Microsoft.dotnet-interactive", created.Output, StringComparison.Ordinal);
        Assert.Contains("=== Ready", created.Output, StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(copy, "notebooks", "first.dib"),
            "#!csharp\n\n#r \"../lib/bin/FeatureLearning.dll\"\n#r \"../lib/bin/FeatureLearning.Plotly.dll\"\nFeatureLearning.Plotly.Figure.New(\"x\")");
        WorkbookProcess.Outcome ran = await WorkbookProcess.RunAsync(Start(
            Environment.ProcessPath!, copy, "lib/FeatureLearning.Workbook/bin/Release/net10.0/workbook.dll", "run", "notebooks/first.dib"));
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Errors);
    }

    private ProcessStartInfo Start(string program, string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A home of its own, so that a kernel is not registered for the person who runs the tests; the packages are the machine's.
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        start.Environment["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        start.Environment["HOME"] = Directory.CreateDirectory(folder.File("home")).FullName;
        start.Environment["JUPYTER_DATA_DIR"] = folder.File("home/jupyter");
        start.Environment["POST_CREATE_OFFLINE"] = "1";
        start.Environment["POST_CREATE_PROJECT"] = "lib/FeatureLearning.Workbook";
        start.Environment["RunAnalyzers"] = "false"; // they ran when these tests were built, and take longer than the compiler
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return start;
    }

    private static async Task<string[]> GitFilesAsync()
    {
        ProcessStartInfo start = new("git")
        {
            ArgumentList = { "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard" },
            WorkingDirectory = WorkbookProcess.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        WorkbookProcess.Outcome listed = await WorkbookProcess.RunAsync(start);
        Assert.True(listed.ExitCode == 0, listed.Errors);
        return listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Copy(IEnumerable<string> files, string to)
    {
        // What is listed may have been deleted since; executed notebooks are large and take no part.
        foreach (string file in files.Where(file => !file.EndsWith(".ipynb", StringComparison.Ordinal)))
        {
            string source = Path.Combine(WorkbookProcess.Repository, file), target = Path.Combine(to, file);
            if (File.Exists(source))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target);
            }
        }
    }
}
