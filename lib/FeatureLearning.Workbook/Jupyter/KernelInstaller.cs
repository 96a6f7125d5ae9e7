using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeatureLearning.Protocol;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Jupyter;

/// <summary>Writes and removes a kernel's folder: <c>kernel.json</c> and the Python program that it names.</summary>
internal static class KernelInstaller
{
    public const string DisplayName = ".NET (C#, workbook)";

    /// <summary>The kernel's program; its presence tells our folders from others.</summary>
    public const string Program = "workbook_kernel.py";

    private const string Specification = "kernel.json";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the folder and returns its path. A kernel of that name that is not ours is left alone.</summary>
    /// <exception cref="UsageException">It cannot be written, or belongs to another program.</exception>
    public static string Install(string kernels, string name, string python)
    {
        string folder = Path.Combine(kernels, KernelPlace.Checked(name));
        if (Directory.Exists(folder) && !IsOurs(folder))
        {
            throw new UsageException($"{folder} belongs to another program: remove it, or choose another --name");
        }

        string engine = typeof(EngineProcess).Assembly.Location;
        string[] command = [DotnetHost.Find(), "exec", engine, EngineCommand.Name];
        object specification = new
        {
            argv = (string[])[python, "-Xfrozen_modules=off", $"{{resource_dir}}/{Program}", "-f", "{connection_file}"],
            display_name = DisplayName,
            language = "C#",
            interrupt_mode = "signal",
            env = new Dictionary<string, string>
            {
                ["WORKBOOK_ENGINE"] = JsonSerializer.Serialize(command),
                ["WORKBOOK_VERSION"] = typeof(KernelInstaller).Assembly.GetName().Version!.ToString(3),
            },
            metadata = new { debugger = false },
        };
        try
        {
            AtomicFile.Write(Path.Combine(folder, Program), Embedded());
            AtomicFile.Write(Path.Combine(folder, Specification), JsonSerializer.Serialize(specification, Layout) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: {error.Message}", error);
        }

        return folder;
    }

    /// <summary>Removes the folder and returns its path.</summary>
    /// <exception cref="UsageException">There is none, it is not ours, or it cannot be removed.</exception>
    public static string Uninstall(string kernels, string name)
    {
        string folder = Path.Combine(kernels, KernelPlace.Checked(name));
        if (!Directory.Exists(folder) || !IsOurs(folder))
        {
            throw new UsageException(Directory.Exists(folder) ? $"{folder} belongs to another program" : $"there is no kernel '{name}' in {kernels}");
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: {error.Message}", error);
        }

        return folder;
    }

    private static bool IsOurs(string folder) => File.Exists(Path.Combine(folder, Program)) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private static string Embedded()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Program)
            ?? throw new InvalidOperationException($"the resource {Program} is not embedded");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
