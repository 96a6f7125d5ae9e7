using System.Text.Json;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>A work as a process of its own does it, again and again, on data that it has read once. Its peer in <c>peers/</c> answers the same questions.</summary>
internal interface IServedTask
{
    /// <summary>Reads the data; not measured.</summary>
    void Load(ServedFolder folder, JsonElement sizes);

    /// <summary>The whole work, from arrays in memory to answers in memory.</summary>
    IReadOnlyDictionary<string, double[]> Run();
}
