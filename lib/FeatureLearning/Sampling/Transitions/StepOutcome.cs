namespace FeatureLearning.Sampling;

/// <summary>What happened in a step.</summary>
/// <param name="Acceptance">Probability of acceptance; 1 where nothing is rejected.</param>
/// <param name="Energy">Energy after fresh momenta, for energy diagnostics; NaN without momenta.</param>
/// <param name="Divergent">Whether the integrator broke down: an energy error above 1000 or not a number.</param>
/// <param name="Gradients">Gradients computed.</param>
internal readonly record struct StepOutcome(double Acceptance, double Energy, bool Divergent, int Gradients);
