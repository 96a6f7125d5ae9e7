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

        double[] sum = new double[n], weight = new double[Width], weighted = new double[n * Width];
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

            var features = inputs is null ? draws.Features : draws.Elsewhere;
            BlockColumns.Weigh(n, weight, features, weighted);
            BlockColumns.AddRows(n, weighted, sum);
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

        var (sum, rest, total) = (new OuterSum(p, n), new double[Width], 0.0);
        draws.Each(() =>
        {
            total += Rests(draws, rest);
            sum.Add(draws.Features, inputs is null ? draws.Features : draws.Elsewhere, rest);
        });
        return (Matrix<double>.Build.DenseOfRowMajor(p, n, sum.Total())
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
        var (sum, r, rest, total) = (new OwnSum(n, diagonalOnly: known.ColumnCount < n), new double[n * Width], new double[Width], 0.0);
        draws.Each(() =>
        {
            Array.Clear(r);
            if (transposed is not null)
            {
                BlockProducts.Multiply(transposed, draws.Features, r);
            }

            Spans.Combine(r, -1, 1, draws.Elsewhere);
            total += Rests(draws, rest);
            sum.Add(r, rest);
        });
        return (Matrix<double>.Build.DenseOfRowMajor(known.RowCount, known.ColumnCount, sum.Total()) - (total * known)) / draws.Count;
    }

    /// <summary>E[(x·φ)²ρ₁].</summary>
    public double Strength(Vector<double> a, Vector<double> direction)
    {
        if (Draws(a, null) is not { } draws)
        {
            return 0;
        }

        double[] row = direction.ToArray(), along = new double[Width], rest = new double[Width];
        double sum = 0, total = 0;
        draws.Each(() =>
        {
            BlockColumns.Along(row, draws.Features, along);
            total += Rests(draws, rest);
            Spans.Multiply(rest, along);
            sum += Spans.Dot(rest, along);
        });
        return (sum - (total * direction.DotProduct(problem.Kernel.Features * direction))) / draws.Count;
    }

    private PriorDraws? Draws(Vector<double> a, Matrix<double>? inputs) =>
        problem.IsSampled && replica is { } index ? new PriorDraws(problem, index, a, inputs, cancellation) : null;

    // ρ₁; returns Σρ₁.
    private static double Rests(PriorDraws draws, double[] rest)
    {
        double total = 0;
        for (var c = 0; c < Width; c++)
        {
            rest[c] = draws.SquareRest[c] - draws.SpreadRest[c];
            total += rest[c];
        }

        return total;
    }
}
