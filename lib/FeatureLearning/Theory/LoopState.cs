namespace FeatureLearning.Theory;

/// <summary>A vector a in the eigenbasis with the scalars that it implies.</summary>
internal sealed class LoopState(LoopSpectrum spectrum, double[] a, double q, LoopAction action)
{
    public LoopSpectrum Spectrum => spectrum;

    public double[] A => a;

    /// <summary>The Q that a was computed with.</summary>
    public double Q => q;

    public LoopAction Action => action;

    /// <summary>s = aᵀKa/N.</summary>
    public double S { get; } = spectrum.Sum(i => spectrum.Eigenvalues[i] * a[i] * a[i]) / spectrum.Width;

    /// <summary>g = aᵀK M⁻¹ K a.</summary>
    public double G => Moment(1);

    /// <summary>h = aᵀK M⁻¹KM⁻¹ K a.</summary>
    public double H => Moment(2);

    /// <summary>aᵀK (M⁻¹K)ᵏ a, with M at <see cref="Q"/>.</summary>
    public double Moment(int power) => spectrum.Sum(i =>
        spectrum.Eigenvalues[i] * a[i] * a[i] * Math.Pow(spectrum.Eigenvalues[i] / spectrum.Mu(i, q), power));

    /// <summary>Tr[(M⁻¹K)ᵏ].</summary>
    public double Trace(int power) => spectrum.Sum(i => Math.Pow(spectrum.Eigenvalues[i] / spectrum.Mu(i, q), power));

    /// <summary>½ log det T″ = ½ log det M + ½ log u.</summary>
    public double HalfLogDeterminant =>
        0.5 * (spectrum.Sum(i => Math.Log(spectrum.Mu(i, q))) + Math.Log(1 + (2 * q * q / spectrum.Width * G)));

    /// <summary>log p(y) up to (2π)^{P/2}: T(a) − ½ log det T″ − aᵀy.</summary>
    public double LogEvidence => (0.5 * spectrum.Noise * spectrum.Sum(i => a[i] * a[i])) + (spectrum.Width / 2 * Math.Log(q))
        - HalfLogDeterminant - spectrum.Sum(i => a[i] * spectrum.Targets[i]);
}
