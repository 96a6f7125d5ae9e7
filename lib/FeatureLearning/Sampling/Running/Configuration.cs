using System.Security.Cryptography;

namespace FeatureLearning.Sampling;

/// <summary>The hash of everything that the draws depend on, and of a label.</summary>
internal static class Configuration
{
    public static byte[] Hash(SamplingProblem problem, Sampler sampler, RunSettings settings, string label)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var network = problem.Network;
        writer.Write(network.Activation.ToString());
        writer.Write(settings.Algebra.Name);
        writer.Write(sampler.Name);
        writer.Write(label);
        Numbers.Write(writer, [.. sampler.Settings]);
        Numbers.Write(writer,
        [
            network.Width, network.InputDimension, network.HiddenVariance, network.ReadoutVariance, network.Scaling, network.Noise,
            settings.Chains, settings.Warmup, settings.Draws, settings.Thinning, settings.Seed, settings.Batches, settings.BlasThreads,
        ]);
        Numbers.Write(writer, problem.Data.Inputs.ToColumnMajorArray());
        Numbers.Write(writer, problem.Targets);
        Numbers.Write(writer, problem.TestInputs?.ToColumnMajorArray() ?? []);
        Numbers.Write(writer, problem.TestTargets?.ToArray() ?? []);
        writer.Flush();
        return SHA256.HashData(stream.ToArray());
    }
}
