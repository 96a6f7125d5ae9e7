using System.Runtime.CompilerServices;
using FeatureLearning.Kernels;
using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// ⟨f*⟩ = k̂*ᵀd and k̂*ᵀ W k̂* on other points, a few strips of points at a time: k̂* is computed, used and overwritten in a core's own cache.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>k̂</term><description>s [q̂ Φ⁰ + (β − q̂) m mᵀ], see <see cref="DualMeasure"/></description></item>
/// </list>
/// </remarks>
/// <param name="kernel">Φ⁰ between training points and the others.</param>
/// <param name="form">W.</param>
/// <param name="weights">d.</param>
/// <param name="rescaling">s q̂.</param>
/// <param name="means">m on training points and s(β − q̂) m on the others; null where features have none.</param>
internal sealed unsafe class StripPrediction(
    KernelStrips kernel, StripForm form, double[] weights, double rescaling, (double[] Training, double[] Others)? means)
{
    private const int Lanes = StripCholesky.Lanes;

    /// <summary>Numbers that are worked on together: half of a second-level cache.</summary>
    private const int Together = 1 << 16;

    private readonly int rows = StripCholesky.RowsFor(weights.Length);
    private readonly double[] mean = new double[kernel.Count * Lanes], forms = new double[kernel.Count * Lanes];

    /// <summary>⟨f*⟩ and k̂*ᵀ W k̂* of each point.</summary>
    /// <param name="count">Number of points.</param>
    public (double[] Mean, double[] Form) Run(int count)
    {
        var group = Math.Clamp(Together / (rows * Lanes), 1, 4);
        Parallel.For(0, (kernel.Count + group - 1) / group, Parallelism.Of(), i =>
        {
            var first = i * group;
            Compute(first, Math.Min(group, kernel.Count - first));
        });
        return (mean[..count], forms[..count]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compute(int first, int count)
    {
        using var strips = new LentBuffer((long)count * rows * Lanes, cleared: false);
        fixed (double* sums = mean, squares = forms)
        {
            for (var i = 0; i < count; i++)
            {
                var strip = strips.Start + ((long)i * rows * Lanes);
                Fill(first + i, strip);
                StripSums.AddOverlaps(strip, weights, sums + ((first + i) * Lanes));
            }

            form.Add(strips.Start, count, squares + (first * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int index, double* strip)
    {
        kernel.Fill(index, strip);
        Spans.Scale(new Span<double>(strip, rows * Lanes), rescaling);
        if (means is var (training, others))
        {
            var columns = stackalloc double[Lanes];
            new Span<double>(columns, Lanes).Clear();
            others.AsSpan(index * Lanes, Math.Min(Lanes, others.Length - (index * Lanes))).CopyTo(new Span<double>(columns, Lanes));
            StripSums.AddOuter(strip, training, columns);
        }
    }
}
