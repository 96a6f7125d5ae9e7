using System.Text.Json;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Sampling;
using FeatureLearning.Workbook.Solving;
using FeatureLearning.Workbook.Sweeps.Grids;

namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>Does a job: what <c>solve</c> or <c>sample</c> does with its parameters, and the same JSON object as its report.</summary>
/// <param name="job">What to do.</param>
/// <param name="checkpoint">Where a sampler saves where it is, and goes on from.</param>
/// <param name="threads">Chains at the same time; the answer does not depend on it.</param>
internal sealed class JobExecution(SweepJob job, string checkpoint, int threads)
{
    /// <summary>The report.</summary>
    /// <exception cref="OperationCanceledException">Stopped; a sampler's checkpoint says where.</exception>
    public JsonElement Run(CancellationToken cancellation)
    {
        // One thread a product, so that roundings do not depend on the machine's number of cores.
        using IDisposable limit = LinearAlgebra.Best.LimitThreads(1);
        InputData data = JobData.Load(job);
        NetworkShape shape = new(
            job.Network.Whole("width")!.Value, NetworkOptions.Activations[job.Network.Text("activation")!], NetworkNotation.Of(job.Network));
        using MemoryStream report = new();
        if (job.IsSampled)
        {
            SampleReport.Write(report, Sample(data, shape, cancellation));
        }
        else
        {
            SolveReport.Write(report, job.Method.Schema.Name, Solve(data, shape, cancellation), data.TestInputs, data.TestTargets);
        }

        return Json.Parse(System.Text.Encoding.UTF8.GetString(report.GetBuffer().AsSpan(0, (int)report.Length)));
    }

    private Posterior Solve(InputData data, NetworkShape shape, CancellationToken cancellation)
    {
        SamplingParameters sampling = new(
            job.Method.Whole("particles"), job.Method.Whole("rounds"), job.Method.Whole("replicas"),
            Theories.IsSampled(Theories.Parse(job.Method.Schema.Name)) ? job.Seed : null);
        // A theory cannot be stopped half-way: it is left behind, and ends with the process.
        return Task.Run(() => SolveRequest.Solve(job.Method.Schema.Name, shape, sampling, data), CancellationToken.None)
            .WaitAsync(cancellation).GetAwaiter().GetResult();
    }

    private SampledPosterior Sample(InputData data, NetworkShape shape, CancellationToken cancellation)
    {
        RunSettings settings = new()
        {
            Chains = job.Method.Whole("chains")!.Value,
            Warmup = job.Method.Whole("warmup")!.Value,
            Draws = job.Method.Whole("draws")!.Value,
            Thinning = job.Method.Whole("thin")!.Value,
            Seed = (uint)job.Seed!.Value,
            Threads = threads,
            Checkpoint = checkpoint,
            Resume = File.Exists(checkpoint),
        };
        SampledPosterior Run() => SampleRequest.Run(
            job.Method.Schema.Name, job.Method.Real("step_size"), job.Method.Text("precision"), shape, settings, data, null, cancellation);
        SampledPosterior sampled;
        try
        {
            sampled = Run();
        }
        catch (InvalidDataException) when (settings.Resume)
        {
            // A damaged checkpoint, or one of other linear algebra: the draws start again.
            File.Delete(checkpoint);
            settings = settings with { Resume = false };
            sampled = Run();
        }

        return sampled.Status == SamplingStatus.Partial ? throw new OperationCanceledException(cancellation) : sampled;
    }
}
