namespace FeatureLearning.Engine;

/// <summary>The folder of the running .NET framework.</summary>
internal static class FrameworkFolder
{
    private static readonly string Path = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Whether the framework has an assembly of this file name.</summary>
    public static bool Has(string file) => File.Exists(System.IO.Path.Combine(Path, file));
}
