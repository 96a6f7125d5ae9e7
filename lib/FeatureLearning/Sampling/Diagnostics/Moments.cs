namespace FeatureLearning.Sampling.Diagnostics;

/// <summary>Means and variances in two passes, so that a large common offset costs no digits.</summary>
internal static class Moments
{
    /// <summary>Mean of finite numbers.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0, rest = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            rest += value - mean;
        }

        return mean + (rest / values.Length);
    }

    /// <summary>Σ(x − x̄)²/(n − 1); NaN for a single number.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        double squares = 0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return values.Length > 1 ? squares / (values.Length - 1) : double.NaN;
    }
}
