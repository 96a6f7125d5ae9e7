using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// What the closed forms leave of fourth moments: averages with the rest of u² − m s over a replica's prior draws. The rest has mean zero,
/// so that its average times the known mean of what it multiplies is a control variate. For linear networks every answer is zero.
/// </summary>
internal sealed class RestMoments(AdaptationProblem problem, int? replica, CancellationToken cancellation = default)
{
    private const int Width = BlockProducts.Width;

    /// <summary>E[ψ u ρ], ρ the rest of u² − 3s, on training points or others; and E[u²ρ] − 3E[s ρ₁], ρ₁ the rest of u² − s.</summary>
    public (Vector<double> Pull, double Action) Means(Vector<double> a, Matrix<double>? inputs)
    {
        var n = inputs?.RowCount ?? problem.Points.Count;
        if (Draws(a, inputs) is not { } draws)
        {
            return (Vector<double>.Build.Dense(n), 0);
        }

        double[] sum = new double[n], weight = new double[Width];
        double total = 0, action = 0, first = 0;
        draws.Each(() =>
        {
            for (var c = 0; c < Width; c++)
            {
                double rest = draws.SquareRest[c] - (3 * draws.SpreadRest[c]), own = draws.SquareRest[c] - draws.SpreadRest[c];
                weight[c] = draws.Pull[c] * rest;
                total += rest;
                first += own;
                action += (draws.Pull[c] * weight[c]) - (3 * draws.Spread[c] * own);
            }

            BlockProducts.AddOuter(n, 1, inputs is null ? draws.Features : draws.Elsewhere, weight, sum);
        });
        var cross = inputs is null ? problem.Kernel.Features : problem.Kernel.Cross(inputs);
        var known = cross.TransposeThisAndMultiply(a);
        var squared = a.DotProduct(problem.Kernel.Features * a);
        return ((Vector<double>.Build.Dense(sum) - (total * known)) / draws.Count,
            (action - (squared * total) + (3 * problem.Fluctuations.Mean * first)) / draws.Count);
    }

    /// <summary>E[φψᵀρ₁] between training points and others (P×n), or among the training points where there are no others.</summary>
    public Matrix<double> Cross(Vector<double> a, Matrix<double>? inputs)
    {
        int p = problem.Points.Count, n = inputs?.RowCount ?? p;
        if (Draws(a, inputs) is not { } draws)
        {
            return Matrix<double>.Build.Dense(p, n);
        }

        double[] sum = new double[p * n], weighted = new double[p * Width];
        double total = 0;
        draws.Each(() =>
        {
            total += Weigh(draws, p, draws.Features, weighted);
            BlockProducts.AddOuter(p, n, weighted, inputs is null ? draws.Features : draws.Elsewhere, sum);
        });
        return (Matrix<double>.Build.DenseOfRowMajor(p, n, sum)
            - (total * (inputs is null ? problem.Kernel.Features : problem.Kernel.Cross(inputs)))) / draws.Count;
    }

    /// <summary>E[rrᵀρ₁] of r = ψ − Wᵀφ, or its diagonal as a column.</summary>
    /// <param name="a">a.</param>
    /// <param name="inputs">The other points.</param>
    /// <param name="response">W, P×n; null for r = ψ.</param>
    /// <param name="known">E[rrᵀ], or its diagonal as a column.</param>
    public Matrix<double> Residuals(Vector<double> a, Matrix<double> inputs, Matrix<double>? response, Matrix<double> known)
    {
        int p = problem.Points.Count, n = inputs.RowCount;
        if (Draws(a, inputs) is not { } draws)
        {
            return 0 * known;
        }

        var transposed = response is null ? null : BlockProducts.Pack(n, p, response.ToColumnMajorArray()); // Wᵀ
        double[] sum = new double[known.RowCount * known.ColumnCount], r = new double[n * Width], weighted = new double[n * Width];
        double total = 0;
        draws.Each(() =>
        {
            Array.Clear(r);
            if (transposed is not null)
            {
                BlockProducts.Multiply(transposed, draws.Features, r);
            }

            Spans.Combine(r, -1, 1, draws.Elsewhere);
            total += Weigh(draws, n, r, weighted);
            if (known.ColumnCount == n && n > 1)
            {
                BlockProducts.AddOuter(n, n, weighted, r, sum);
                return;
            }

            for (var i = 0; i < n * Width; i++)
            {
                sum[i / Width] += weighted[i] * r[i];
            }
        });
        return (Matrix<double>.Build.DenseOfRowMajor(known.RowCount, known.ColumnCount, sum) - (total * known)) / draws.Count;
    }

    /// <summary>E[(x·φ)²ρ₁].</summary>
    public double Strength(Vector<double> a, Vector<double> direction)
    {
        if (Draws(a, null) is not { } draws)
        {
            return 0;
        }

        double[] row = direction.ToArray(), along = new double[Width], weighted = new double[Width];
        double sum = 0, total = 0;
        draws.Each(() =>
        {
            Array.Clear(along);
            for (var i = 0; i < row.Length * Width; i++)
            {
                along[i % Width] += row[i / Width] * draws.Features[i];
            }

            total += Weigh(draws, 1, along, weighted);
            sum += Spans.Dot(weighted, along);
        });
        return (sum - (total * direction.DotProduct(problem.Kernel.Features * direction))) / draws.Count;
    }

    private PriorDraws? Draws(Vector<double> a, Matrix<double>? inputs) =>
        problem.IsSampled && replica is { } index ? new PriorDraws(problem, index, a, inputs, cancellation) : null;

    // ρ₁ times each row; returns Σρ₁.
    private static double Weigh(PriorDraws draws, int rows, double[] x, double[] result)
    {
        double total = 0;
        for (var c = 0; c < Width; c++)
        {
            total += draws.SquareRest[c] - draws.SpreadRest[c];
        }

        for (var i = 0; i < rows * Width; i++)
        {
            result[i] = (draws.SquareRest[i % Width] - draws.SpreadRest[i % Width]) * x[i];
        }

        return total;
    }
}
