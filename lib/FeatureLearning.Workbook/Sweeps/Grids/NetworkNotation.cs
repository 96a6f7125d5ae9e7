using FeatureLearning.Workbook.Solving;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>The priors and the noise of a network in a grid, in either paper's notation, as <see cref="NetworkParameters"/> take them.</summary>
internal static class NetworkNotation
{
    private const string Kappa = "kappa", Temperature = "temperature";

    private static readonly string[] Variances = ["g_v", "g_w", "chi"], Precisions = ["lambda0", "lambda1"];

    /// <summary>All keys.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Variances, Kappa, .. Precisions, Temperature];

    public static NetworkParameters Of(GridPoint network) => new(
        network.Real("g_v"), network.Real("g_w"), network.Real("chi"), network.Real(Kappa),
        network.Real("lambda0"), network.Real("lambda1"), network.Real(Temperature));

    /// <summary>The network with every default of its notation written out, so that equal networks look equal.</summary>
    /// <exception cref="GridException">The notations are mixed, or the noise is missing.</exception>
    public static GridPoint Complete(GridPoint network, string where)
    {
        bool Has(string name) => network.Real(name) is not null;
        bool variances = Has(Kappa) || Variances.Any(Has), precisions = Has(Temperature) || Precisions.Any(Has);
        if (variances && precisions)
        {
            throw new GridException($"{where}: use one notation: {string.Join(", ", [.. Variances, Kappa])}, or {string.Join(", ", [.. Precisions, Temperature])}.");
        }

        return Has(Kappa) || Has(Temperature)
            ? network.With((variances ? Variances : Precisions).Where(name => !Has(name)).Select(name => KeyValuePair.Create(name, (object)1.0)))
            : throw new GridException($"{where}: the noise is missing: give {Kappa} or {Temperature}.");
    }
}
