namespace FeatureLearning.Benchmarks;

/// <summary>The programs of the comparison, found and never built.</summary>
internal static class Programs
{
    /// <summary>The folder with the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The workbook's command.</summary>
    /// <exception cref="MissingException">It was not built.</exception>
    public static string Workbook()
    {
        var name = OperatingSystem.IsWindows() ? "workbook.exe" : "workbook";
        var path = Path.Combine(Repository, "lib", "FeatureLearning.Workbook", "bin", "Release", "net10.0", name);
        return File.Exists(path) ? path : throw new MissingException($"{path} is missing: dotnet build -c Release");
    }

    /// <summary>A peer's script.</summary>
    public static string Peer(string name) => Path.Combine(Repository, "tests", "FeatureLearning.Benchmarks", "peers", name + ".py");

    /// <summary>A Python that has what a peer imports, and the versions.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public static (string Program, string Versions) Python(string peer)
    {
        foreach (var python in (string[])["python3", "/usr/bin/python3", "python"])
        {
            if (TimedProcess.TryRun(python, [Peer(peer), "--versions"]) is { ExitCode: 0 } run)
                return (python, run.Output.Trim());
        }

        throw new MissingException($"No python3 here runs {Peer(peer)} (Debian: apt install python3-numpy python3-scipy python3-torch).");
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FeatureLearning.Notebooks.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new MissingException("The repository was not found above this program.");
    }
}
