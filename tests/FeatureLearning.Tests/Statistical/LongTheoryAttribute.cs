namespace FeatureLearning.Tests.Statistical;

/// <summary>A theory that takes minutes: it runs where the environment variable FEATURELEARNING_LONG is set, and is seen as skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() =>
        Skip = Environment.GetEnvironmentVariable("FEATURELEARNING_LONG") is null ? "takes minutes: set FEATURELEARNING_LONG=1" : null;
}
