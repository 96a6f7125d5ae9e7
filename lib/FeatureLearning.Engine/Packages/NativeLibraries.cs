using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace FeatureLearning.Engine;

/// <summary>
/// Native libraries of packages, found by the names that DllImport uses. The compiler's loader opens a context for each folder that it loads from,
/// so every context is told.
/// </summary>
internal sealed class NativeLibraries
{
    private readonly ConcurrentDictionary<AssemblyLoadContext, bool> told = new();
    private ImmutableArray<string> libraries = [];

    public NativeLibraries()
    {
        Tell(AssemblyLoadContext.Default);
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Tell(AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly));
    }

    public void Offer(ImmutableArray<string> paths) => libraries = paths;

    private void Tell(AssemblyLoadContext? context)
    {
        if (context is not null && told.TryAdd(context, true))
        {
            context.ResolvingUnmanagedDll += Resolve;
        }
    }

    private nint Resolve(Assembly asking, string name) =>
        libraries.FirstOrDefault(path => IsNamed(path, name)) is { } found ? NativeLibrary.Load(found) : 0;

    private static bool IsNamed(string path, string name)
    {
        string file = Path.GetFileName(path);
        string bare = Path.GetFileNameWithoutExtension(path);
        return file == name || bare == name || bare == "lib" + name;
    }
}
