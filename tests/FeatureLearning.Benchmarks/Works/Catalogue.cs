namespace FeatureLearning.Benchmarks.Works;

/// <summary>Every work, in the order of <c>--work all</c>.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<IWork> All { get; } = [new ProportionalWork(), new LangevinWork(), new EffectiveSamplesWork()];
}
