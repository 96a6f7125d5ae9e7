namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs Python's NumPy; skipped, with the reason, where it cannot be imported.</summary>
public sealed class NumpyFactAttribute() : PythonFactAttribute("numpy", "python3-numpy")
{
    /// <summary>What a script prints; warnings are errors.</summary>
    public static string Python(string code) => Python("numpy", code);
}
