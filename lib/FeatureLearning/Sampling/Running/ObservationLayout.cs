namespace FeatureLearning.Sampling;

/// <summary>Where each observable stands in the flat vector that a draw is observed as, and in the finished one.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>m = P + n</term><description>training and test points</description></item>
/// <item><term>raw</term><description>f (m), ffᵀ (m²), Φ (m²), ZZᵀ/N (r²), Zw/N (r), traces</description></item>
/// <item><term>finished</term><description>⟨f⟩ (m), Cov f (m²), ⟨Φ⟩ (m²), ⟨vvᵀ⟩ (D²), ⟨wv⟩ (D), traces</description></item>
/// </list>
/// </remarks>
internal sealed class ObservationLayout(SamplingProblem problem)
{
    public static int TraceCount { get; } = Enum.GetValues<SampledScalar>().Length;

    public int Points { get; } = problem.Space.Train + problem.Space.Test;

    public int Outputs => Points;

    public int Features => Points + (Points * Points);

    public int Weights => Points + (2 * Points * Points);

    public int RawCorrelation => Weights + (problem.Space.Rank * problem.Space.Rank);

    public int RawTraces => RawCorrelation + problem.Space.Rank;

    public int RawLength => checked(RawTraces + TraceCount);

    public int Correlation => Weights + (problem.Network.InputDimension * problem.Network.InputDimension);

    public int Traces => Correlation + problem.Network.InputDimension;

    public int Length => checked(Traces + TraceCount);

    /// <summary>From means of raw observations to finished ones: Cov f = ⟨ffᵀ⟩ − ⟨f⟩⟨f⟩ᵀ, weights back from the row space.</summary>
    public void Finish(ReadOnlySpan<double> raw, Span<double> finished)
    {
        raw[..Weights].CopyTo(finished);
        for (var column = 0; column < Points; column++)
        {
            for (var row = 0; row < Points; row++)
            {
                finished[Outputs + row + (column * Points)] -= raw[row] * raw[column];
            }
        }

        var (d, r, sigma) = (problem.Network.InputDimension, problem.Space.Rank, problem.Network.HiddenPriorVariance);
        var second = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(r, r, raw[Weights..RawCorrelation].ToArray());
        var correlation = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(raw[RawCorrelation..RawTraces].ToArray());
        // Σ across the row space, where the prior stays.
        var basis = problem.Space.Basis;
        second = (basis * (second - DenseIdentity(r)) * basis.Transpose()) + DenseIdentity(d);
        correlation = basis * correlation;
        (second * sigma).ToColumnMajorArray().CopyTo(finished[Weights..]);
        (correlation * Math.Sqrt(sigma)).AsArray().CopyTo(finished[Correlation..]);
        raw[RawTraces..].CopyTo(finished[Traces..]);
    }

    private static MathNet.Numerics.LinearAlgebra.Matrix<double> DenseIdentity(int size) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(size);
}
