using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FeatureLearning.Benchmarks.Kernels;

/// <summary>Pieces of microseconds, by BenchmarkDotNet: <c>kernels --filter '*Normals*'</c>, with its own options.</summary>
internal static class KernelsCommand
{
    public static int Run(string[] arguments)
    {
        // In this process: a project that BenchmarkDotNet writes and builds would need this repository's locked packages.
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Programs.Repository, "artifacts", "kernels"));
        var filter = arguments.Length > 0 ? arguments : ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(KernelsCommand).Assembly).Run(filter, config).ToArray();
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
