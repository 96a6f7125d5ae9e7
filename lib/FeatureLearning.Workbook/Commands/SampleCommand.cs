using System.CommandLine;
using FeatureLearning.Sampling;
using FeatureLearning.Workbook.Sampling;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook sample</c>: draws of the posterior, one JSON object on standard output, the draws in an .npz.</summary>
internal static class SampleCommand
{
    private static readonly RunSettings Default = new();

    public static Command Create()
    {
        Option<string> sampler = new("--sampler") { Required = true, Description = "Which sampler; gibbs is for linear networks." };
        sampler.AcceptOnlyFromAmong([.. SampleRequest.Samplers]);
        NetworkOptions network = new();
        Option<int> chains = NetworkOptions.Count("--chains", 1, "Independent chains.", Default.Chains),
            warmup = NetworkOptions.Count("--warmup", 0, "Steps of each chain before its draws; step sizes are tuned in them.", Default.Warmup),
            draws = NetworkOptions.Count("--draws", 1, "Draws of each chain.", Default.Draws),
            thinning = NetworkOptions.Count("--thin", 1, "Steps from draw to draw.", Default.Thinning),
            seed = NetworkOptions.Count("--seed", 0, "Seed.", (int)Default.Seed),
            threads = NetworkOptions.Count("--threads", 1, "Threads; all processors by default. Beyond the chains they work inside them (langevin).", Default.Threads);
        Option<double?> stepSize = NetworkOptions.Number("--step-size", "Step size: needed for langevin, tuned otherwise.");
        Option<string> precision = new("--precision") { Description = "Numbers that langevin computes with; float64 by default, and for the others." };
        precision.AcceptOnlyFromAmong([.. SampleRequest.Precisions]);
        Option<string> checkpoint = NetworkOptions.File("--checkpoint", "Save where the chains are, every few seconds.");
        Option<double?> interval = NetworkOptions.Number("--checkpoint-seconds", "Seconds between checkpoints; 5 by default.");
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint; the draws are those of a run in one piece." };
        Option<string> output = NetworkOptions.File("--out", "Write the draws to this .npz, for numpy.load and 'workbook diagnose'.");

        Command command = new("sample", "Samples the posterior on data from CSV files; prints one JSON object. Ctrl-C keeps the draws.") { sampler };
        network.AddTo(command);
        Array.ForEach<Option>([chains, warmup, draws, thinning, seed, threads, stepSize, precision, checkpoint, interval, resume, output], command.Options.Add);
        command.SetAction(parsed => Execute(new SampleRequest(
            parsed.GetRequiredValue(sampler), parsed.GetValue(stepSize), parsed.GetValue(precision), network.Files(parsed), network.Shape(parsed),
            Settings(() => new RunSettings
            {
                Chains = parsed.GetValue(chains),
                Warmup = parsed.GetValue(warmup),
                Draws = parsed.GetValue(draws),
                Thinning = parsed.GetValue(thinning),
                Seed = (uint)parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Checkpoint = parsed.GetValue(checkpoint),
                CheckpointInterval = Seconds(parsed.GetValue(interval)),
                Resume = parsed.GetValue(resume),
            }),
            parsed.GetValue(output))));
        return command;
    }

    private static RunSettings Settings(Func<RunSettings> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message.Split(" (Parameter '")[0], error);
        }
    }

    private static TimeSpan Seconds(double? given) => given switch
    {
        null => Default.CheckpointInterval,
        >= 0 and <= 1e6 => TimeSpan.FromSeconds(given.Value),
        _ => throw new UsageException(FormattableString.Invariant($"--checkpoint-seconds must be between 0 and 1000000; it is {given}.")),
    };

    private static int Execute(SampleRequest request)
    {
        using StopSignals signals = new();
        return request.Execute(signals.Token);
    }
}
