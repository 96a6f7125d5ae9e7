using MathNet.Numerics.Distributions;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// How many standard errors one of many scalars may be off, so that the chance that any of them is further off by luck is at most the
/// stated one: the quantile of Student's t, since the standard error is itself an estimate, from finitely many batches. No assumption on
/// how the scalars depend on each other.
/// </summary>
internal static class Bonferroni
{
    /// <summary>The limit for |score|.</summary>
    /// <param name="falseAlarm">Chance of at least one alarm in the whole family.</param>
    /// <param name="scalars">Size of the family.</param>
    /// <param name="batches">Batches of each standard error.</param>
    public static double Limit(double falseAlarm, double scalars, int batches) =>
        -StudentT.InvCDF(0, 1, batches - 1, falseAlarm / (2 * scalars));
}
