using System.Text.Json;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Sweeps.Grids;

namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>What a job came to.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Version">The library's version.</param>
/// <param name="Attempt">Which attempt it was, from 0.</param>
/// <param name="Status">The report's status (converged, no-solution, complete, diverged, …) or "failed".</param>
/// <param name="Message">Why there are no numbers, or null.</param>
/// <param name="Report">The JSON of <c>solve</c> or <c>sample</c>; null after a failure.</param>
/// <param name="Cost">What it cost.</param>
internal sealed record JobResult(
    int Job, string Hash, string Version, int Attempt, string Status, string? Message, JsonElement? Report, JobCost Cost)
{
    public const string FailedStatus = "failed";

    public bool IsFailure => Status == FailedStatus;

    public byte[] ToJson() => GridJson.Write(json =>
    {
        json.WriteNumber("job", Job);
        json.WriteString("hash", Hash);
        json.WriteString("version", Version);
        json.WriteNumber("attempt", Attempt);
        json.WriteString("status", Status);
        if (Message is not null)
        {
            json.WriteString("message", Message);
        }

        if (Report is { } report)
        {
            json.WritePropertyName("report");
            report.WriteTo(json);
        }

        json.WritePropertyName("cost");
        JsonSerializer.Serialize(json, Cost, SweepFolder.Files);
    });

    /// <summary>Reads a result.</summary>
    /// <exception cref="GridException">It is not one, or damaged.</exception>
    public static JobResult Parse(ReadOnlySpan<byte> utf8)
    {
        JsonElement root = GridJson.ParseObject(utf8);
        JsonElement Part(string name) => GridJson.Required(root, "the result", name);
        string Text(string name) => GridJson.Text(Part(name), name);
        int Whole(string name) => (int)GridField.Count(name, 0).Read(Part(name), name);
        try
        {
            return new JobResult(
                Whole("job"), Text("hash"), Text("version"), Whole("attempt"), Text("status"), Json.Text(root, "message"), Json.Object(root, "report"),
                Part("cost").Deserialize<JobCost>(SweepFolder.Files) ?? throw new GridException("cost: missing."));
        }
        catch (JsonException error)
        {
            throw new GridException($"cost: {error.Message}", error);
        }
    }
}

/// <summary>What a job cost: measured, and different every time, and therefore no part of the table.</summary>
/// <param name="Seconds">Wall time of the attempt that ended it.</param>
/// <param name="PeakMemory">Peak resident bytes of its process until its end: an upper bound for the job.</param>
/// <param name="Host">Where.</param>
/// <param name="LinearAlgebra">By what.</param>
internal sealed record JobCost(double Seconds, long PeakMemory, string Host, string LinearAlgebra);
