using System.Runtime.CompilerServices;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>bᵀ W b for the columns b of strips, W = c (L Lᵀ)⁻¹ + V S Vᵀ: a <see cref="DualOperator"/> of which only this is asked, for many columns.</summary>
/// <param name="factor">L.</param>
/// <param name="coefficient">c.</param>
/// <param name="directions">V, P×r, or null.</param>
/// <param name="core">S, r×r, or null.</param>
internal sealed unsafe class StripForm(StripCholesky factor, double coefficient, Matrix<double>? directions, Matrix<double>? core) : IDisposable
{
    private const int Lanes = StripCholesky.Lanes;

    private readonly double[][] vectors = directions?.ToColumnArrays() ?? [];

    /// <summary>Adds the form of each column to its sum; the strips are overwritten.</summary>
    /// <param name="strips">Strips one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="sums">One number a column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double* strips, int count, double* sums)
    {
        var length = (long)factor.Rows * Lanes;
        for (var i = 0; i < count; i++)
        {
            AddDirections(strips + (i * length), sums + (i * Lanes));
        }

        factor.Solve(strips, count);
        for (var i = 0; i < count; i++)
        {
            StripSums.AddSquares(strips + (i * length), factor.Rows, coefficient, sums + (i * Lanes));
        }
    }

    public void Dispose() => factor.Dispose();

    private void AddDirections(double* strip, double* sums)
    {
        var overlaps = stackalloc double[vectors.Length * Lanes];
        new Span<double>(overlaps, vectors.Length * Lanes).Clear();
        for (var i = 0; i < vectors.Length; i++)
        {
            StripSums.AddOverlaps(strip, vectors[i], overlaps + (i * Lanes));
        }

        for (var i = 0; i < vectors.Length; i++)
        {
            for (var j = 0; j < vectors.Length; j++)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    sums[lane] += core![i, j] * overlaps[(i * Lanes) + lane] * overlaps[(j * Lanes) + lane];
                }
            }
        }
    }
}
