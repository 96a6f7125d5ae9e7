using System.Text.Encodings.Web;
using System.Text.Json;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Sampling;
using FeatureLearning.Workbook.Diagnosing;
using FeatureLearning.Workbook.Formats;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Sampling;

/// <summary>Writes the one JSON object of <c>workbook sample</c>; numbers in round-trip form, null where there is none.</summary>
internal static class SampleReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string StatusName(SamplingStatus status) => status switch
    {
        SamplingStatus.Complete => "complete",
        SamplingStatus.Partial => "partial",
        _ => "diverged",
    };

    /// <summary>Writes it, and tells what the publication gate says; null where there was too little to judge.</summary>
    public static GateVerdict? Write(Stream output, SampledPosterior sampled)
    {
        GateVerdict? verdict = null;
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("sampler", sampled.Sampler.Name);
        json.WriteString("status", StatusName(sampled.Status));
        if (sampled.Message.Length > 0)
        {
            json.WriteString("message", sampled.Message);
        }

        WriteRun(json, sampled);
        if (sampled.Message.Length == 0)
        {
            verdict = WriteVariables(json, sampled);
            WritePoints(json, "train", sampled.TrainMean, null);
            if (sampled.Problem.TestInputs is not null)
            {
                WritePoints(json, "test", sampled.TestMean, sampled.TestCovariance);
            }
        }

        json.WriteEndObject();
        return verdict;
    }

    private static void WriteRun(Utf8JsonWriter json, SampledPosterior sampled)
    {
        json.WriteNumber("seed", sampled.Settings.Seed);
        json.WriteNumber("chains", sampled.Settings.Chains);
        json.WriteNumber("draws", sampled.Count);
        json.WriteNumber("steps", sampled.Steps);
        json.WriteFinite("acceptance", sampled.Acceptance);
        json.WriteNumber("divergences", sampled.Divergences);
        json.WriteFinite("seconds", sampled.Elapsed.TotalSeconds);
        json.WriteFinite("steps_per_second", sampled.StepsPerSecond);
        json.WriteString("linear_algebra", sampled.Settings.Algebra.Name);
        json.WriteString("fingerprint", sampled.Fingerprint);
    }

    private static GateVerdict? WriteVariables(Utf8JsonWriter json, SampledPosterior sampled)
    {
        KeyValuePair<string, ChainDiagnostics>[] variables =
            [.. DrawsFile.Scalars(sampled).Select(scalar => KeyValuePair.Create(scalar.Name, ChainDiagnostics.Of(scalar.Draws)))];
        if (variables.Length == 0)
        {
            return null; // interrupted before every chain had a draw
        }

        var verdict = PublicationGate.Default.Check(variables);
        DiagnoseReport.WriteGate(json, verdict);
        json.WriteStartObject("variables");
        foreach (var (name, scalar) in variables)
        {
            WriteVariable(json, name, scalar);
        }

        json.WriteEndObject();
        return verdict;
    }

    private static void WriteVariable(Utf8JsonWriter json, string name, ChainDiagnostics scalar)
    {
        json.WriteStartObject(name);
        json.WriteFinite("mean", scalar.Mean);
        json.WriteFinite("sd", scalar.StandardDeviation);
        json.WriteFinite("mcse", scalar.McseMean);
        json.WriteFinite("rhat", scalar.RHat);
        json.WriteFinite("ess_bulk", scalar.EssBulk);
        json.WriteFinite("ess_tail", scalar.EssTail);
        json.WriteString("reason", scalar.Reason);
        json.WriteEndObject();
    }

    private static void WritePoints(Utf8JsonWriter json, string name, Estimated<Vector<double>> mean, Estimated<Matrix<double>>? covariance)
    {
        json.WriteStartObject(name);
        json.WriteFinite("mean", mean.Mean);
        json.WriteFinite("mcse", mean.Error);
        if (covariance is { } known)
        {
            json.WriteFinite("variance", known.Mean.Diagonal());
            json.WriteFinite("variance_mcse", known.Error.Diagonal());
        }

        json.WriteEndObject();
    }
}
