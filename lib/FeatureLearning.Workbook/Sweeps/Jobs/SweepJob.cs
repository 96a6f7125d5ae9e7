using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using FeatureLearning.Workbook.Sweeps.Grids;

namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>One call of <c>solve</c> or <c>sample</c> with everything that its answer depends on.</summary>
/// <param name="Number">From 0, in the order of the plan.</param>
/// <param name="Network">The network.</param>
/// <param name="Task">The task.</param>
/// <param name="Method">The theory or the sampler.</param>
/// <param name="Seed">The seed of the task's and of the method's random numbers, or null where there are none.</param>
/// <param name="Data">SHA-256 of each file of the task, by field; empty for tasks that are drawn.</param>
internal sealed record SweepJob(
    int Number, GridPoint Network, GridPoint Task, GridPoint Method, int? Seed, ImmutableSortedDictionary<string, string> Data)
{
    private const string NumberKey = "job", HashKey = "hash", NetworkKey = "network", PartKey = "task", MethodKey = "method", SeedKey = "seed", DataKey = "data";

    /// <summary>SHA-256 of everything but the number: two jobs with the same hash are the same.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(GridJson.Write(WriteContent)));

    public bool IsSampled => Method.Schema.Key == GridSchemas.SamplerKey;

    /// <summary>The job file.</summary>
    public byte[] ToJson() => GridJson.Write(json =>
    {
        json.WriteNumber(NumberKey, Number);
        json.WriteString(HashKey, Hash);
        WriteContent(json);
    });

    /// <summary>Reads a job file.</summary>
    /// <exception cref="GridException">It is not one, or was changed by hand.</exception>
    public static SweepJob Parse(ReadOnlySpan<byte> utf8)
    {
        JsonElement root = GridJson.ParseObject(utf8);
        GridJson.OnlyKeys(root, "the job", NumberKey, HashKey, NetworkKey, PartKey, MethodKey, SeedKey, DataKey);
        JsonElement Part(string name) => GridJson.Required(root, "the job", name);
        int Whole(string name) => (int)GridField.Count(name, 0).Read(Part(name), name);
        SweepJob job = new(
            Whole(NumberKey), Point([GridSchemas.Network], Part(NetworkKey), NetworkKey), Point(GridSchemas.Tasks, Part(PartKey), PartKey),
            Point([.. GridSchemas.Solvers, .. GridSchemas.Samplers], Part(MethodKey), MethodKey),
            root.TryGetProperty(SeedKey, out _) ? Whole(SeedKey) : null,
            root.TryGetProperty(DataKey, out JsonElement data)
                ? GridJson.Object(data, DataKey).EnumerateObject().ToImmutableSortedDictionary(
                    file => file.Name, file => GridJson.Text(file.Value, $"{DataKey}.{file.Name}"), StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, string>.Empty);
        return job.Hash == GridJson.Text(Part(HashKey), HashKey) ? job : throw new GridException("the job: its hash is not that of its content.");
    }

    private static GridPoint Point(IReadOnlyList<GridSchema> schemas, JsonElement element, string where)
    {
        // A job's method is a theory or a sampler: the key tells.
        GridSchema[] candidates = [.. schemas.Where(schema => schema.Key is null || GridJson.Object(element, where).TryGetProperty(schema.Key, out _))];
        GridBlock block = GridBlock.Read(candidates.Length > 0 ? candidates : schemas, element, where);
        return block.Count == 1 ? block.Points().Single() : throw new GridException($"{where}: a job has one value of each field.");
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WritePropertyName(NetworkKey);
        Network.Write(json);
        json.WritePropertyName(PartKey);
        Task.Write(json);
        json.WritePropertyName(MethodKey);
        Method.Write(json);
        if (Seed is { } seed)
        {
            json.WriteNumber(SeedKey, seed);
        }

        if (Data.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(DataKey);
        foreach ((string file, string hash) in Data)
        {
            json.WriteString(file, hash);
        }

        json.WriteEndObject();
    }
}
