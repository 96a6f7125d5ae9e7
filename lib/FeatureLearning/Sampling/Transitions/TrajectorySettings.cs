namespace FeatureLearning.Sampling;

/// <summary>How trajectories run.</summary>
/// <param name="Integrator">The integrator.</param>
/// <param name="PathLength">τ, mean of ε L; null for single steps.</param>
/// <param name="MaximumSteps">Largest L.</param>
/// <param name="FixedStepSize">ε, or null to tune it.</param>
/// <param name="InitialStepSize">ε₀ of the tuning.</param>
/// <param name="TargetAcceptance">δ of the tuning.</param>
internal sealed record TrajectorySettings(
    Integrator Integrator, double? PathLength, int MaximumSteps, double? FixedStepSize, double InitialStepSize, double TargetAcceptance);
