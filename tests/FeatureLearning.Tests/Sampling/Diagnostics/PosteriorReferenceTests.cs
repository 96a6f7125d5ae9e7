using FeatureLearning.Sampling.Diagnostics;

namespace FeatureLearning.Tests.Sampling.Diagnostics;

/// <summary>Every diagnostic of every stored chain against R's posterior.</summary>
public class PosteriorReferenceTests
{
    private static readonly Dictionary<string, Func<double[,], double>> Functions = new()
    {
        ["rhat"] = SplitRHat.Of,
        ["rhat_bulk"] = SplitRHat.Bulk,
        ["rhat_folded"] = SplitRHat.Folded,
        ["rhat_classic"] = SplitRHat.Classic,
        ["ess_bulk"] = EffectiveSampleSize.Bulk,
        ["ess_tail"] = EffectiveSampleSize.Tail,
        ["ess_mean"] = EffectiveSampleSize.Mean,
        ["ess_sd"] = EffectiveSampleSize.StandardDeviation,
        ["ess_q05"] = x => EffectiveSampleSize.Quantile(x, 0.05),
        ["ess_q30"] = x => EffectiveSampleSize.Quantile(x, 0.3),
        ["ess_q50"] = x => EffectiveSampleSize.Quantile(x, 0.5),
        ["ess_q95"] = x => EffectiveSampleSize.Quantile(x, 0.95),
        ["ess_q100"] = x => EffectiveSampleSize.Quantile(x, 1),
        ["mcse_mean"] = MonteCarloStandardError.OfMean,
        ["mcse_sd"] = MonteCarloStandardError.OfStandardDeviation,
        ["mcse_q05"] = x => MonteCarloStandardError.OfQuantile(x, 0.05),
        ["mcse_q30"] = x => MonteCarloStandardError.OfQuantile(x, 0.3),
        ["mcse_q50"] = x => MonteCarloStandardError.OfQuantile(x, 0.5),
        ["mcse_q95"] = x => MonteCarloStandardError.OfQuantile(x, 0.95),
        ["ebfmi_first"] = x => EnergyFraction.Of(x)[0],
    };

    public static TheoryData<string> Cases => new(StoredChains.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_function_gives_the_value_of_posterior(string name)
    {
        var chains = StoredChains.Read(name);
        foreach (var (column, function) in Functions)
        {
            Same(Reference(name, column), function(chains), $"{name}: {column}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_record_gives_the_same_or_a_reason(string name)
    {
        var diagnostics = ChainDiagnostics.Of(StoredChains.Read(name));
        (string Column, double Value)[] values =
        [
            ("rhat", diagnostics.RHat), ("ess_bulk", diagnostics.EssBulk), ("ess_tail", diagnostics.EssTail), ("ess_mean", diagnostics.EssMean),
            ("ess_sd", diagnostics.EssSd), ("mcse_mean", diagnostics.McseMean), ("mcse_sd", diagnostics.McseSd),
        ];
        Assert.Equal(values.Any(value => double.IsNaN(value.Value)), diagnostics.Reason.Length > 0);
        foreach (var (column, value) in values)
        {
            Same(double.IsNaN(value) ? double.NaN : Reference(name, column), value, $"{name}: {column}");
        }

        if (!name.StartsWith("has_", StringComparison.Ordinal))
        {
            Near.Relative(StoredChains.Expected(name, "mean"), diagnostics.Mean, 1e-13, "mean", floor: diagnostics.StandardDeviation);
            Near.Relative(StoredChains.Expected(name, "sd"), diagnostics.StandardDeviation, 1e-12, "sd");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Autocorrelations_are_those_of_the_direct_sum(string name)
    {
        var chains = StoredChains.Read(name);
        double[] first = [.. Enumerable.Range(0, chains.GetLength(1)).Select(draw => chains[0, draw])];
        var correlations = Autocorrelation.Of(first);
        for (var lag = 1; lag <= Math.Min(5, first.Length - 1); lag++)
        {
            var expected = StoredChains.Expected(name, FormattableString.Invariant($"acf{lag}"));
            if (!double.IsNaN(expected))
            {
                Near.Absolute(expected, correlations[lag], 1e-13, $"{name}: lag {lag}");
            }
        }
    }

    // Reference/README.md says where the library differs from posterior on purpose.
    private static double Reference(string name, string column) => (name, column) switch
    {
        ("has_inf" or "has_minus_inf", _) when column != "ebfmi_first" => double.NaN,
        _ => StoredChains.Expected(name, column),
    };

    private static void Same(double expected, double actual, string what)
    {
        if (double.IsNaN(expected))
        {
            Assert.True(double.IsNaN(actual), FormattableString.Invariant($"{what}: expected NaN, was {actual:R}."));
        }
        else if (expected > 1e12)
        {
            // W = 0 but for rounding.
            Assert.True(actual > 1e12, FormattableString.Invariant($"{what}: expected no upper limit, was {actual:R}."));
        }
        else
        {
            // An offset of a million standard deviations costs R, which does not centre, its last digits.
            Near.Relative(expected, actual, what.StartsWith("offset", StringComparison.Ordinal) ? 1e-9 : 1e-11, what);
        }
    }
}
