namespace FeatureLearning.Sampling;

/// <summary>What random numbers are for: half of a stream's key, so that no two uses share numbers.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Numbers for</description></listheader>
/// <item><term>names</term><description>as they say; the values are part of the format of checkpoints and never change</description></item>
/// </list>
/// </remarks>
public enum RandomPurpose
{
    /// <summary>The hidden weights a chain starts from.</summary>
    InitialHidden = 1,

    /// <summary>The readout weights a chain starts from.</summary>
    InitialReadout = 2,

    /// <summary>Momenta, or the noise of a Langevin step, of the hidden weights.</summary>
    HiddenNoise = 3,

    /// <summary>Momenta, or the noise of a Langevin step, of the readout weights.</summary>
    ReadoutNoise = 4,

    /// <summary>Acceptance of a proposal and length of a trajectory.</summary>
    Decision = 5,

    /// <summary>Label noise in a conditional draw of the readout.</summary>
    ReadoutLabels = 6,

    /// <summary>Label noise in a conditional draw of the hidden weights.</summary>
    HiddenLabels = 7,

    /// <summary>Hidden weights across the row space of the training inputs, which keep their prior.</summary>
    Complement = 8,

    /// <summary>Simulated parameters and data of tests.</summary>
    Simulation = 9,

    /// <summary>As <see cref="Complement"/>, of the last state of a chain.</summary>
    LastComplement = 10,

    /// <summary>The readout given the hidden weights of the last state of a chain.</summary>
    LastReadout = 11,

    /// <summary>Label noise in that draw.</summary>
    LastLabels = 12,
}
