using System.Reflection;
using System.Runtime.Loader;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

namespace FeatureLearning.Engine;

/// <summary>
/// Gives restored packages to the C# kernel and lets their extensions for .NET Interactive register themselves. Everything is loaded into the
/// default context, where the kernel's compiler looks first: a type must be the same for the cells that make it and for the extension that shows it.
/// </summary>
internal sealed class PackageLoader
{
    private readonly Dictionary<string, string> paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly NativeLibraries natives = new();
    private readonly CSharpKernel kernel;

    public PackageLoader(CSharpKernel kernel)
    {
        this.kernel = kernel;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    public void Load(RestoredPackages restored)
    {
        foreach (string path in restored.Assemblies)
        {
            paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        natives.Offer(restored.NativeLibraries);
        kernel.AddAssemblyReferences(restored.Assemblies);
        foreach (string path in restored.Assemblies.Where(HasExtension))
        {
            LoadExtension(AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(Path.GetFileNameWithoutExtension(path))));
        }

        PlotlyNetCharts.ShowAgain();
    }

    private void LoadExtension(Assembly assembly)
    {
        foreach (Type type in assembly.GetExportedTypes().Where(type => typeof(IKernelExtension).IsAssignableFrom(type) && !type.IsAbstract))
        {
            ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(kernel).GetAwaiter().GetResult();
        }
    }

    /// <summary>A package marks its extension by a copy of the assembly in <c>interactive-extensions/dotnet</c>.</summary>
    private static bool HasExtension(string path)
    {
        // The package's folder is the one above lib/FRAMEWORK.
        string? package = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(path)));
        return package is not null && File.Exists(Path.Combine(package, "interactive-extensions", "dotnet", Path.GetFileName(path)));
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        paths.TryGetValue(name.Name!, out string? path) ? context.LoadFromAssemblyPath(path) : null;
}
