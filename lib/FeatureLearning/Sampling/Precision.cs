namespace FeatureLearning.Sampling;

/// <summary>Numbers that a sampler computes with.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Meaning</description></listheader>
/// <item><term>float64, float32</term><description>names on the command line; IEEE binary64 and binary32</description></item>
/// </list>
/// </remarks>
public enum Precision
{
    /// <summary>Double precision, 53 bits.</summary>
    Binary64,

    /// <summary>Single precision, 24 bits: twice the numbers in a vector and in a cache.</summary>
    Binary32,
}
