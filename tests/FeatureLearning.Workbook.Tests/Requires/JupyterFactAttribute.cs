namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that needs Jupyter; skipped, with the reason, where Python cannot import it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute() => Skip = JupyterComponents.WhyMissing;
}

/// <summary>A theory that needs Jupyter, and minutes where it is marked as long.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterTheoryAttribute : TheoryAttribute
{
    public JupyterTheoryAttribute() => Skip = JupyterComponents.WhyMissing;

    /// <summary>Whether it runs only where the environment variable FEATURELEARNING_LONG is set.</summary>
    public bool IsLong
    {
        get => Skip is not null;
        set => Skip ??= value && Environment.GetEnvironmentVariable("FEATURELEARNING_LONG") is null ? "takes minutes: set FEATURELEARNING_LONG=1" : null;
    }
}

/// <summary>A test that needs Jupyter and a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterDrawingFactAttribute : FactAttribute
{
    public JupyterDrawingFactAttribute() => Skip = JupyterComponents.WhyMissing ?? Components.WhyNoChromium;
}
