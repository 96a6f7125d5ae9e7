namespace FeatureLearning.Sampling;

/// <summary>A way of sampling the posterior, with its settings: <see cref="Hmc"/>, <see cref="Mala"/>, <see cref="Langevin"/> or <see cref="BlockedGibbs"/>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Sampler</term><description>Invariant measure</description></listheader>
/// <item><term>Hmc</term><description>the posterior of the hidden weights, readout integrated out; any activation</description></item>
/// <item><term>Mala</term><description>the posterior of all weights; any activation</description></item>
/// <item><term>BlockedGibbs</term><description>the posterior of all weights; linear networks</description></item>
/// <item><term>Langevin</term><description>the posterior of all weights up to a bias of the order of the step</description></item>
/// </list>
/// </remarks>
public abstract record Sampler
{
    private protected Sampler()
    {
    }

    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Every setting, as numbers: two samplers with the same name and settings make the same draws.</summary>
    internal abstract IEnumerable<double> Settings { get; }

    internal abstract Transition Create(ChainContext context);

    private protected static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must be positive and finite; it is {value}."), name);

    private protected static double Fraction(double value, string name) => value is > 0 and < 1
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must lie between 0 and 1; it is {value}."), name);
}
