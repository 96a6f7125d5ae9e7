using System.Runtime.InteropServices;

namespace FeatureLearning.Protocol;

/// <summary>The dotnet that runs us, also when we are a test host or were started through the command's own executable.</summary>
internal static class DotnetHost
{
    public static string Find()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string path = Path.Combine(root, name);
        return File.Exists(path) ? path : name;
    }
}
