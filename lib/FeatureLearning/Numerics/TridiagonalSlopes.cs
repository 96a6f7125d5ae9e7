using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics;

/// <summary>
/// What the slope of an action needs of A = sT + κ and a = A⁻¹y, T tridiagonal and positive semidefinite: aᵀTa and Tr A⁻¹, for eight factors s at once, since one of them
/// would wait for its division in every row. O(P), in place: not safe for threads.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>pᵢ, ℓᵢ</term><description>A = L diag(p) Lᵀ with ℓᵢ below the diagonal of ones</description></item>
/// <item><term>p′ᵢ</term><description>∂pᵢ/∂κ = 1 + ℓ²ᵢ₋₁ p′ᵢ₋₁, a sum of positive numbers; Tr A⁻¹ = ∂ log det A/∂κ = Σ p′ᵢ/pᵢ</description></item>
/// </list>
/// A lane's numbers do not depend on what is in the other lanes.
/// </remarks>
internal sealed class TridiagonalSlopes
{
    private static readonly int Lanes = Vector512<double>.Count;

    private readonly TridiagonalForm form;
    private readonly double shift;
    private readonly double[] targets;
    private readonly Vector512<double>[] below, scaled; // ℓ and D⁻¹L⁻¹y

    /// <param name="form">T.</param>
    /// <param name="shift">κ, positive.</param>
    /// <param name="targets">y in T's basis; not to be written to afterwards.</param>
    public TridiagonalSlopes(TridiagonalForm form, double shift, double[] targets)
    {
        (this.form, this.shift, this.targets) = (form, shift, targets);
        (below, scaled) = (new Vector512<double>[form.Size], new Vector512<double>[form.Size]);
    }

    /// <summary>Fills aᵀTa and Tr A⁻¹ for each s.</summary>
    public void At(ReadOnlySpan<double> scales, Span<double> energies, Span<double> traces)
    {
        Span<double> lanes = stackalloc double[Lanes];
        for (var first = 0; first < scales.Length; first += Lanes)
        {
            var count = Math.Min(Lanes, scales.Length - first);
            lanes.Fill(scales[first]);
            scales.Slice(first, count).CopyTo(lanes);
            var trace = Factor(Vector512.Create<double>(lanes));
            Store(trace, traces.Slice(first, count));
            Store(Energy(), energies.Slice(first, count));
        }
    }

    private static void Store(Vector512<double> numbers, Span<double> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = numbers[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private Vector512<double> Factor(Vector512<double> scale)
    {
        ReadOnlySpan<double> d = form.Diagonal, e = form.OffDiagonal;
        Vector512<double> noise = Vector512.Create(shift), one = Vector512<double>.One;
        Vector512<double> inverse = default, slope = default, image = default, trace = default;
        for (var i = 0; i < targets.Length; i++)
        {
            Vector512<double> pivot = Vector512.FusedMultiplyAdd(scale, Vector512.Create(d[i]), noise), y = Vector512.Create(targets[i]);
            if (i > 0)
            {
                var off = scale * Vector512.Create(e[i - 1]);
                var factor = off * inverse;
                pivot = Vector512.FusedMultiplyAdd(-factor, off, pivot);
                y = Vector512.FusedMultiplyAdd(-factor, image, y);
                slope *= factor * factor;
                below[i - 1] = factor;
            }

            // Every pivot of sT + κ is at least κ but for rounding, T being positive semidefinite.
            inverse = one / Vector512.Max(pivot, noise);
            (image, slope) = (y, slope + one);
            trace = Vector512.FusedMultiplyAdd(slope, inverse, trace);
            scaled[i] = y * inverse;
        }

        return trace;
    }

    // aᵀTa while a is found from its last number on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as in Tridiagonal.TileProducts
    private Vector512<double> Energy()
    {
        ReadOnlySpan<double> d = form.Diagonal, e = form.OffDiagonal;
        Vector512<double> next = scaled[^1], energy = Vector512.Create(d[^1]) * next * next;
        for (var i = targets.Length - 2; i >= 0; i--)
        {
            var a = Vector512.FusedMultiplyAdd(-below[i], next, scaled[i]);
            energy = Vector512.FusedMultiplyAdd(a, Vector512.FusedMultiplyAdd(Vector512.Create(2 * e[i]), next, Vector512.Create(d[i]) * a), energy);
            next = a;
        }

        return energy;
    }
}
