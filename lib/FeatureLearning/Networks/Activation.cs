namespace FeatureLearning.Networks;

/// <summary>The nonlinearity φ of the hidden layer.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>φ(h)</term><description>the feature of a hidden unit with pre-activation h</description></item>
/// </list>
/// </remarks>
public enum Activation
{
    /// <summary>φ(h) = h.</summary>
    Linear,

    /// <summary>φ(h) = erf(h) = (2/√π) ∫₀ʰ exp(−t²) dt.</summary>
    Erf,

    /// <summary>φ(h) = max(0, h).</summary>
    Relu,

    /// <summary>φ(h) = tanh(h).</summary>
    Tanh,
}
