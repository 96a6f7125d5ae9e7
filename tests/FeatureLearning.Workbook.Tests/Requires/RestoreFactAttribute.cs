using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Tests.Requires;

/// <summary>A test that restores packages which this project itself needs; skipped, with the reason, where even those cannot be restored.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RestoreFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(() => Task.Run(TryAsync).GetAwaiter().GetResult());

    public RestoreFactAttribute() => Skip = WhyNot.Value;

    private static async Task<string?> TryAsync()
    {
        await using EngineProcess engine = EngineProcess.Start(Path.GetTempPath(), new Dictionary<string, string>());
        CellResult result = await new CellExecutor(engine)
            .RunAsync(1, "#r \"nuget: MathNet.Numerics, 5.0.0\"", TimeSpan.FromMinutes(2), CancellationToken.None);
        return result.Status == CellStatus.Succeeded ? null : result.Error?.Message ?? "packages cannot be restored";
    }
}
