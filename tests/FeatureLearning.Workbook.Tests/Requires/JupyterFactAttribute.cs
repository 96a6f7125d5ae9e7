namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs Jupyter; skipped, with the reason, where Python cannot import it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute() => Skip = JupyterComponents.WhyMissing;
}

/// <summary>A theory that needs Jupyter.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterTheoryAttribute : TheoryAttribute
{
    public JupyterTheoryAttribute() => Skip = JupyterComponents.WhyMissing;
}

/// <summary>A test that needs Jupyter, and packages that a notebook restores.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterRestoreFactAttribute : FactAttribute
{
    public JupyterRestoreFactAttribute() => Skip = JupyterComponents.WhyMissing ?? new RestoreFactAttribute().Skip;
}

/// <summary>A test that needs Jupyter and a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterDrawingFactAttribute : FactAttribute
{
    public JupyterDrawingFactAttribute() => Skip = JupyterComponents.WhyMissing ?? Components.WhyNoChromium;
}
