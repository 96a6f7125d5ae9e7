namespace FeatureLearning.Workbook.Tests;

/// <summary>A fact that takes long: it runs where the environment variable FEATURELEARNING_LONG is set, and is seen as skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable("FEATURELEARNING_LONG") is null ? "takes long: set FEATURELEARNING_LONG=1" : null;
}
