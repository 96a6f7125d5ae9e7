namespace FeatureLearning.Sampling;

/// <summary>How a Hamiltonian trajectory is integrated; both are reversible, preserve volume and have an energy error of order ε².</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>z, p</term><description>whitened weights (prior N(0, 1)) and momenta</description></item>
/// <item><term>ε</term><description>step size</description></item>
/// </list>
/// </remarks>
public enum Integrator
{
    /// <summary>Half kick by likelihood and prior, drift z + εp, half kick.</summary>
    Leapfrog,

    /// <summary>
    /// Half kick by the likelihood, exact rotation of (z, p) by ε under the prior, half kick. Exact without data, so that the step does not
    /// shrink with the number of weights; wide networks' weights stay close to their prior, as the reparametrisation of arXiv:2206.07673 uses.
    /// </summary>
    PriorRotation,
}
