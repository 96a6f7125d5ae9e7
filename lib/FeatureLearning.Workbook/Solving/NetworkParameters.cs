using FeatureLearning.Networks;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Solving;

/// <summary>
/// A network's priors and noise as given on the command line, in one of the two papers' notations: g_v, g_w, χ, κ (arXiv:2502.03210) or
/// λ₀, λ₁, T (arXiv:2508.20989). Priors and χ default to 1; the noise must be given.
/// </summary>
internal sealed record NetworkParameters(
    double? Gv, double? Gw, double? Chi, double? Kappa, double? Lambda0, double? Lambda1, double? Temperature)
{
    /// <summary>The network.</summary>
    /// <exception cref="UsageException">The notations are mixed, the noise is missing, or a value is outside its domain.</exception>
    public Network Build(int width, int inputDimension, Activation activation)
    {
        var variances = Gv is not null || Gw is not null || Chi is not null || Kappa is not null;
        var precisions = Lambda0 is not null || Lambda1 is not null || Temperature is not null;
        if (variances && precisions)
        {
            throw new UsageException("Use one notation: --g-v --g-w --chi --kappa, or --lambda0 --lambda1 --temperature.");
        }

        Positive(Gv, "--g-v");
        Positive(Gw, "--g-w");
        Positive(Chi, "--chi");
        Positive(Kappa, "--kappa");
        Positive(Lambda0, "--lambda0");
        Positive(Lambda1, "--lambda1");
        Positive(Temperature, "--temperature");
        return (Kappa, Temperature) switch
        {
            ({ } kappa, _) => Network.FromVariances(width, inputDimension, activation, Gv ?? 1, Gw ?? 1, Chi ?? 1, kappa),
            (_, { } temperature) =>
                Network.FromPrecisions(width, inputDimension, activation, Lambda0 ?? 1, Lambda1 ?? 1, temperature),
            _ => throw new UsageException("The noise is missing: give --kappa or --temperature."),
        };
    }

    private static void Positive(double? value, string option)
    {
        if (value is { } number && !(double.IsFinite(number) && number > 0))
        {
            throw new UsageException(FormattableString.Invariant($"{option} must be positive and finite; it is {number}."));
        }
    }
}
