using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Solving;

namespace FeatureLearning.Workbook.Sampling;

/// <summary>One call of <c>workbook sample</c>, its options read: reads the files, samples, writes draws and JSON.</summary>
internal sealed record SampleRequest(
    string Sampler, double? StepSize, string? Precision, InputFiles Files, NetworkShape Shape, RunSettings Settings, string? Output)
{
    public static IReadOnlyList<string> Samplers { get; } = ["langevin", "mala", "hmc", "gibbs"];

    public static IReadOnlyList<string> Precisions { get; } = ["float32", "float64"];

    /// <summary>Runs the request; 0 with all draws, 130 interrupted (with the draws so far), 3 after divergence.</summary>
    /// <exception cref="UsageException">Bad input; the message names the file and row, or the option.</exception>
    public int Execute(CancellationToken cancellation)
    {
        var data = Files.Read();
        try
        {
            using var progress = new ProgressLine();
            var sampled = Run(Sampler, StepSize, Precision, Shape, Settings, data, progress, cancellation);
            Write(sampled);
            return sampled.Status switch
            {
                SamplingStatus.Complete => ExitCode.Success,
                SamplingStatus.Partial => ExitCode.Interrupted,
                _ => ExitCode.NotConverged,
            };
        }
        catch (ArgumentException error)
        {
            // .NET appends the parameter's name, which says nothing to a user of the command.
            throw new UsageException(error.Message.Split(" (Parameter '")[0], error);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(error.Message, error);
        }
    }

    /// <summary>Samples, on data that may come from anywhere.</summary>
    /// <exception cref="UsageException">Parameters that do not go together, or outside their domain.</exception>
    /// <exception cref="ArgumentException">As the sampler's.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is not one, is damaged, or of another configuration.</exception>
    /// <exception cref="IOException">The checkpoint cannot be read or written, or exists and was not to be resumed.</exception>
    public static SampledPosterior Run(
        string sampler, double? stepSize, string? precision, NetworkShape shape, RunSettings settings, InputData data,
        IProgress<SamplingProgress>? progress, CancellationToken cancellation)
    {
        var network = shape.Build(data.Inputs.ColumnCount);
        var problem = new SamplingProblem(network, new DataSet(data.Inputs, data.Targets), data.TestInputs, data.TestTargets);
        return SamplerRun.Run(problem, Create(sampler, stepSize, precision), settings, progress, cancellation);
    }

    private static Sampler Create(string sampler, double? stepSize, string? precision) => (sampler, stepSize) switch
    {
        (not "langevin", _) when precision == "float32" => throw new UsageException($"--sampler {sampler} computes in float64 only; float32 is for langevin."),
        ("langevin", { } step) => new Langevin(step) { Precision = precision == "float32" ? FeatureLearning.Sampling.Precision.Binary32 : default },
        ("langevin", null) => throw new UsageException("--sampler langevin needs --step-size, in units of the priors' variances."),
        ("mala", _) => new Mala { StepSize = stepSize },
        ("hmc", _) => new Hmc { StepSize = stepSize },
        ("gibbs", null) => new BlockedGibbs(),
        _ => throw new UsageException("--sampler gibbs has no --step-size."),
    };

    private void Write(SampledPosterior sampled)
    {
        if (Output is not null && sampled.Message.Length == 0)
        {
            NpzWriter.Write(Output, DrawsFile.Of(sampled));
        }

        using var json = new MemoryStream();
        var verdict = SampleReport.Write(json, sampled);
        JsonOutput.Write(json, null);
        if (verdict is { Passes: false })
        {
            Console.Error.WriteLine(verdict.Stamp);
        }
    }
}
