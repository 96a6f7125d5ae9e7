namespace FeatureLearning.Theory;

/// <summary>Where a replica of the single-neuron theory has come to.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>χ</term><description><paramref name="Scaling"/>, the step of the anneal that just ended</description></item>
/// <item><term>⟨w²⟩/λ</term><description><paramref name="OrderParameter"/> there, noisy</description></item>
/// </list>
/// </remarks>
/// <param name="Replica">Which replica, counted from 0.</param>
/// <param name="Scaling">χ.</param>
/// <param name="OrderParameter">⟨w²⟩/λ.</param>
/// <param name="Acceptance">Mean probability of acceptance of the trajectories.</param>
public sealed record SingleNeuronProgress(int Replica, double Scaling, double OrderParameter, double Acceptance);
