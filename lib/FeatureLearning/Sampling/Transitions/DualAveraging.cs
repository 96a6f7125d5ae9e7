namespace FeatureLearning.Sampling;

/// <summary>Tunes a step size until the mean acceptance is the target's.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>δ</term><description>target acceptance</description></item>
/// <item><term>γ, t₀, κ</term><description>0.05, 10, 0.75</description></item>
/// <item><term>μ</term><description>log(10 ε₀), what log ε is drawn to</description></item>
/// </list>
/// log ε_t = μ − (√t/γ) H̄_t, H̄_t = (1 − 1/(t+t₀)) H̄ + (δ − α)/(t+t₀), log ε̄ averages log ε with weights t^−κ. Source: Hoffman and
/// Gelman, arXiv:1111.4246.
/// </remarks>
internal sealed class DualAveraging(double initial, double target)
{
    private const double Gamma = 0.05, Offset = 10, Kappa = 0.75;
    private readonly double[] state = [0, 0, Math.Log(initial), Math.Log(initial)]; // t, H̄, log ε, log ε̄

    /// <summary>ε while tuning.</summary>
    public double Current => Math.Exp(state[2]);

    /// <summary>ε̄, for after tuning.</summary>
    public double Averaged => Math.Exp(state[3]);

    /// <summary>Learns from the acceptance probability of a step made with <see cref="Current"/>.</summary>
    public void Update(double acceptance)
    {
        var t = ++state[0];
        var gain = 1 / (t + Offset);
        state[1] = ((1 - gain) * state[1]) + (gain * (target - acceptance));
        state[2] = Math.Log(10 * initial) - (Math.Sqrt(t) / Gamma * state[1]);
        var weight = Math.Pow(t, -Kappa);
        state[3] = (weight * state[2]) + ((1 - weight) * state[3]);
    }

    public void Save(BinaryWriter writer) => Numbers.Write(writer, state);

    public void Load(BinaryReader reader) => Numbers.Read(reader, state);
}
