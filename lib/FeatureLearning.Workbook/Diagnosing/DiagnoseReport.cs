using System.Text.Encodings.Web;
using System.Text.Json;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Diagnosing;

/// <summary>Writes the one JSON object of <c>workbook diagnose</c>; numbers in round-trip form, null where there is none.</summary>
internal static class DiagnoseReport
{
    // R̂ as it is, not as \u escapes: the object is for standard output, not for the inside of a page.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="diagnostics">At least one scalar by name.</param>
    /// <param name="verdict">The gate's.</param>
    /// <param name="energyFractions">E-BFMI of each chain, or null where no energies are stored.</param>
    /// <param name="divergences">Number of divergent transitions, or null where none are stored.</param>
    public static void Write(
        Stream output, IReadOnlyList<KeyValuePair<string, ChainDiagnostics>> diagnostics, GateVerdict verdict, double[]? energyFractions, int? divergences)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteGate(json, verdict);
        WriteSampler(json, energyFractions, divergences);
        json.WriteStartObject("variables");
        foreach (var (name, scalar) in diagnostics)
        {
            WriteScalar(json, name, scalar);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the field <c>gate</c> into the open object.</summary>
    public static void WriteGate(Utf8JsonWriter json, GateVerdict verdict)
    {
        json.WriteStartObject("gate");
        json.WriteBoolean("passes", verdict.Passes);
        json.WriteStartArray("reasons");
        foreach (var reason in verdict.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSampler(Utf8JsonWriter json, double[]? energyFractions, int? divergences)
    {
        if (energyFractions is not null)
        {
            json.WriteStartArray("e_bfmi");
            foreach (var fraction in energyFractions)
            {
                json.WriteFinite(fraction);
            }

            json.WriteEndArray();
        }

        if (divergences is { } count)
        {
            json.WriteNumber("divergences", count);
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, string name, ChainDiagnostics scalar)
    {
        json.WriteStartObject(name);
        json.WriteNumber("chains", scalar.Chains);
        json.WriteNumber("draws", scalar.Draws);
        foreach (var (key, value) in ((string, double)[])
        [
            ("mean", scalar.Mean), ("sd", scalar.StandardDeviation), ("mcse", scalar.McseMean), ("mcse_sd", scalar.McseSd),
            ("rhat", scalar.RHat), ("ess_bulk", scalar.EssBulk), ("ess_tail", scalar.EssTail),
        ])
        {
            json.WriteFinite(key, value);
        }

        json.WriteString("reason", scalar.Reason);
        json.WriteEndObject();
    }
}
