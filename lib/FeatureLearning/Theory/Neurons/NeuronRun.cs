namespace FeatureLearning.Theory.Neurons;

/// <summary>What a replica leaves behind: averages over the last rounds, and neurons for other points.</summary>
internal sealed record NeuronRun
{
    /// <summary>K₁ and K₂, averages of the iterates.</summary>
    public required NeuronKernels Kernels { get; init; }

    /// <summary>The field of these averages.</summary>
    public required NeuronField Field { get; init; }

    /// <summary>⟨φφᵀ⟩, P×P.</summary>
    public required double[] Features { get; init; }

    /// <summary>⟨zzᵀ⟩, r×r.</summary>
    public required double[] Weights { get; init; }

    /// <summary>⟨w z⟩, r numbers, then ⟨w⟩.</summary>
    public required double[] Correlation { get; init; }

    /// <summary>⟨w²⟩/λ.</summary>
    public required double OrderParameter { get; init; }

    /// <summary>h of the first and of the second half of the averaged rounds.</summary>
    public required (double[] Early, double[] Late) Halves { get; init; }

    /// <summary>⟨w²⟩/λ of the same halves.</summary>
    public required (double Early, double Late) HalfOrderParameters { get; init; }

    /// <summary>Blocks of neurons z and twins z₀.</summary>
    public required IReadOnlyList<(float[] Neurons, float[] Twins)> Snapshots { get; init; }

    /// <summary>Coefficients of the control variates of ⟨λ_vφφᵀ⟩, ⟨w²φφᵀ⟩ and ⟨φφᵀ⟩.</summary>
    public required (double First, double Second, double Features) Coefficients { get; init; }

    public required int Rounds { get; init; }
}
