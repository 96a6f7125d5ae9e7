using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace FeatureLearning.Workbook.Engine;

/// <summary>
/// Loads compiled cells and the libraries they reference. Roslyn's own loader asks the process's default context first, where the
/// command's copies of FeatureLearning lie; a notebook must get the very files that it names.
/// </summary>
internal sealed class SubmissionLoader() : AssemblyLoadContext("notebook")
{
    private readonly Dictionary<string, Assembly> cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> paths = new(StringComparer.OrdinalIgnoreCase);
    private object?[] states = new object?[64];
    private int count = 1; // slot 0 is for a globals object, which we do not have

    /// <summary>Native libraries of packages, by path; looked up by the names that DllImport uses.</summary>
    public ImmutableArray<string> NativeLibraries { get; set; } = [];

    /// <summary>
    /// Takes note of the files that a cell names, also one that does nothing else: later cells are compiled without naming them again.
    /// </summary>
    public void Learn(Compilation compilation)
    {
        foreach (PortableExecutableReference reference in compilation.References.OfType<PortableExecutableReference>())
        {
            if (reference.FilePath is { } path && Path.GetDirectoryName(path) != FrameworkReferences.Directory)
            {
                paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            }
        }
    }

    /// <summary>Loads a compiled cell: what is returned runs it. Its entry point puts the cell's variables into the next slot, where later cells find them.</summary>
    public Func<Task<object?>> Load(Compilation compilation, byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadFromStream(new MemoryStream(image), new MemoryStream(symbols));
        cells[assembly.GetName().Name!] = assembly;
        if (++count >= states.Length)
        {
            Array.Resize(ref states, states.Length * 2);
        }

        IMethodSymbol entry = compilation.GetEntryPoint(CancellationToken.None)!;
        MethodInfo factory = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Func<object?[], Task<object?>> run = factory.CreateDelegate<Func<object?[], Task<object?>>>();
        return () => run(states);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = NativeLibraries.FirstOrDefault(known =>
            Path.GetFileName(known) is var file && (file == unmanagedDllName
                || Path.GetFileNameWithoutExtension(file) is var name && (name == unmanagedDllName || name == "lib" + unmanagedDllName)));
        return path is null ? base.LoadUnmanagedDll(unmanagedDllName) : LoadUnmanagedDllFromPath(path);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (cells.GetValueOrDefault(name) is { } cell)
        {
            return cell;
        }

        // What a referenced library needs lies beside it, unless it is the framework's.
        string? path = paths.GetValueOrDefault(name);
        path ??= File.Exists(Path.Combine(FrameworkReferences.Directory, name + ".dll"))
            ? null
            : paths.Values.Select(known => Path.Combine(Path.GetDirectoryName(known)!, name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
