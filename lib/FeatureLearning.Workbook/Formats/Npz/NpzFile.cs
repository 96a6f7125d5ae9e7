using System.Collections.Immutable;
using System.Text.Json;

namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>
/// What an .npz of draws holds: arrays by name, and attributes. Names are those of ArviZ's groups: <c>posterior/f</c> (chain, draw, …),
/// <c>sample_stats/energy</c> (chain, draw), <c>observed_data/y</c>.
/// </summary>
/// <param name="Arrays">Arrays by name, without the ending .npy.</param>
/// <param name="Attributes">One JSON object (sampler, seed, versions, …), or null.</param>
internal sealed record NpzFile(ImmutableSortedDictionary<string, NpyArray> Arrays, JsonElement? Attributes = null)
{
    public const string Posterior = "posterior/", SampleStats = "sample_stats/", ObservedData = "observed_data/";

    /// <summary>The zip's entry of attributes, which numpy.load gives as bytes.</summary>
    public const string AttributesEntry = "attributes.json";

    /// <summary>No arrays yet; names in the order of their code points.</summary>
    public static NpzFile Empty { get; } = new(ImmutableSortedDictionary.Create<string, NpyArray>(StringComparer.Ordinal));

    /// <summary>The same with one more array.</summary>
    /// <exception cref="ArgumentException">There is another of that name.</exception>
    public NpzFile With(string name, NpyArray array) => this with { Arrays = Arrays.Add(name, array) };
}
