namespace FeatureLearning.Theory;

/// <summary>The theories, by the names that figures, files and the command use.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Value</term><description>Solver</description></listheader>
/// <item><term><see cref="Nngp"/></term><description><see cref="Theory.Nngp"/></description></item>
/// <item><term><see cref="Exact"/></term><description><see cref="ExactLinear"/></description></item>
/// <item><term><see cref="TreeLevel"/></term><description><see cref="Theory.TreeLevel"/></description></item>
/// <item><term><see cref="OneLoop"/>, <see cref="OneLoopStrict"/></term><description><see cref="Theory.OneLoop"/></description></item>
/// <item><term><see cref="Proportional"/></term><description><see cref="ProportionalLimit"/></description></item>
/// <item><term><see cref="ProportionalAdapted"/></term><description><see cref="Theory.ProportionalAdapted"/></description></item>
/// <item><term><see cref="ProportionalCorrected"/></term><description><see cref="Theory.ProportionalCorrected"/></description></item>
/// <item><term><see cref="VariationalGaussian"/></term><description><see cref="Theory.VariationalGaussian"/></description></item>
/// <item><term><see cref="SingleNeuron"/>, <see cref="SingleNeuronTree"/></term><description><see cref="Theory.SingleNeuron"/></description></item>
/// <item><term><see cref="KernelAdaptation"/>, <see cref="KernelAdaptationOneLoop"/></term><description><see cref="Theory.KernelAdaptation"/></description></item>
/// <item><term><see cref="Sampled"/></term><description><see cref="Sampling.SamplerRun"/></description></item>
/// </list>
/// </remarks>
public enum TheoryKind
{
    /// <summary>Infinite width: the neural-network Gaussian process.</summary>
    Nngp,

    /// <summary>The exact posterior of a linear network at any width.</summary>
    Exact,

    /// <summary>The saddle point without fluctuations.</summary>
    TreeLevel,

    /// <summary>The self-consistent one-loop correction.</summary>
    OneLoop,

    /// <summary>The one-loop correction to first order around tree level.</summary>
    OneLoopStrict,

    /// <summary>P, N → ∞ at fixed P/N: the kernel rescaled by its order parameter.</summary>
    Proportional,

    /// <summary>The proportional limit with its posterior feature kernel put back into the regression.</summary>
    ProportionalAdapted,

    /// <summary>The proportional limit with the fluctuations of its order parameter.</summary>
    ProportionalCorrected,

    /// <summary>Tree level with Gaussian hidden weights: directional adaptation in closed form.</summary>
    VariationalGaussian,

    /// <summary>The self-consistent single-neuron theory: kernel and fluctuations of the residual field from sampled neurons.</summary>
    SingleNeuron,

    /// <summary>The single-neuron theory without fluctuations of the residual field: tree level of any activation.</summary>
    SingleNeuronTree,

    /// <summary>The posterior to first order in 1/N: kernel adaptation with its one-loop correction, every answer expanded.</summary>
    KernelAdaptation,

    /// <summary>The same equations solved self-consistently.</summary>
    KernelAdaptationOneLoop,

    /// <summary>Not a theory: means over draws of the posterior.</summary>
    Sampled,
}
