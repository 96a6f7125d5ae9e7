using System.Text.Json;
using FeatureLearning.Sampling;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Sampling;

/// <summary>The draws of a run as arrays (chain, draw) under ArviZ's group names.</summary>
internal static class DrawsFile
{
    private static readonly (SampledScalar Scalar, string Name)[] Names =
    [
        (SampledScalar.ReadoutNorm, "readout_norm"), (SampledScalar.ReadoutMean, "readout_mean"), (SampledScalar.TargetOverlap, "target_overlap"),
        (SampledScalar.TrainDiscrepancy, "train_discrepancy"), (SampledScalar.TrainLoss, "train_loss"), (SampledScalar.TestLoss, "test_loss"),
        (SampledScalar.Potential, "potential"),
    ];

    /// <summary>Every scalar of the draws that there is, by its name in files.</summary>
    public static IEnumerable<(string Name, double[,] Draws)> Scalars(SampledPosterior sampled) => Names
        .Where(known => known.Scalar != SampledScalar.TestLoss || sampled.Problem.TestTargets is not null)
        .Select(known => (known.Name, sampled.Traces(known.Scalar)))
        .Where(known => known.Item2.Length > 0);

    public static NpzFile Of(SampledPosterior sampled)
    {
        var file = NpzFile.Empty.With(NpzFile.ObservedData + "y", NpyArray.Of(sampled.Problem.Data.Targets.ToArray(), sampled.Problem.Data.Count));
        foreach (var (name, draws) in Scalars(sampled))
        {
            file = file.With(NpzFile.Posterior + name, Array(draws));
        }

        var energies = sampled.Energies();
        if (energies.Length > 0 && double.IsFinite(energies[0, 0]))
        {
            file = file.With(NpzFile.SampleStats + "energy", Array(energies));
        }

        return file with { Attributes = JsonSerializer.SerializeToElement(Attributes(sampled)) };
    }

    private static Dictionary<string, object> Attributes(SampledPosterior sampled) => new()
    {
        ["sampler"] = sampled.Sampler.Name,
        ["status"] = SampleReport.StatusName(sampled.Status),
        ["seed"] = sampled.Settings.Seed,
        ["warmup"] = sampled.Settings.Warmup,
        ["thinning"] = sampled.Settings.Thinning,
        ["acceptance"] = sampled.Acceptance,
        ["divergences"] = sampled.Divergences,
        ["fingerprint"] = sampled.Fingerprint,
        ["linear_algebra"] = sampled.Settings.Algebra.Name,
    };

    private static NpyArray Array(double[,] draws) => NpyArray.Of([.. draws.Cast<double>()], draws.GetLength(0), draws.GetLength(1));
}
