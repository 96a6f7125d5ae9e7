namespace FeatureLearning.Numerics;

/// <summary>
/// Maximises a smooth function by limited-memory BFGS with a backtracking line search that accepts increases only. Source: J. Nocedal, Updating
/// quasi-Newton matrices with limited storage, Math. Comp. 35 (1980) (the two-loop recursion).
/// </summary>
/// <param name="evaluate">Value, gradient and the caller's own measure of how far the point is from stationary; −∞ outside the domain.</param>
internal sealed class LimitedMemoryAscent(Func<double[], AscentPoint> evaluate)
{
    private const int Memory = 25;
    private const double Slack = 1e-13; // rounding of the value, relative
    private readonly List<(double[] Step, double[] Change, double Product)> pairs = [];

    /// <summary>Climbs until the residual is below the tolerance, or no step increases the value, or the steps are used up.</summary>
    public (double[] Position, AscentPoint Point, int Evaluations) Run(
        double[] start, double tolerance, int maxSteps, CancellationToken cancellation)
    {
        pairs.Clear();
        var position = start;
        var point = evaluate(position);
        var count = 1;
        for (var step = 0; step < maxSteps && !(point.Residual < tolerance); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Search(position, point, Direction(point.Gradient), ref count) is not { } found)
            {
                if (pairs.Count == 0)
                {
                    break;
                }

                pairs.Clear(); // once more along the gradient itself
                continue;
            }

            Remember(position, point, found.Position, found.Point);
            (position, point) = found;
        }

        return (position, point, count);
    }

    private (double[] Position, AscentPoint Point)? Search(double[] position, AscentPoint point, double[] direction, ref int count)
    {
        var slope = Spans.Dot(direction, point.Gradient);
        var slack = Slack * (1 + Math.Abs(point.Value));
        for (double length = 1; length > 1e-10; length /= 2)
        {
            var next = new double[position.Length];
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = position[i] + (length * direction[i]);
            }

            var there = evaluate(next);
            count++;
            if (there.Value > point.Value + (1e-4 * length * slope) - slack)
            {
                return (next, there);
            }
        }

        return null;
    }

    private void Remember(double[] from, AscentPoint pointFrom, double[] to, AscentPoint pointTo)
    {
        double[] step = new double[from.Length], change = new double[from.Length];
        for (var i = 0; i < step.Length; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = pointFrom.Gradient[i] - pointTo.Gradient[i];
        }

        var product = Spans.Dot(step, change);
        if (product > 1e-14 * Math.Sqrt(Spans.Dot(step, step) * Spans.Dot(change, change)))
        {
            pairs.Add((step, change, product));
        }

        if (pairs.Count > Memory)
        {
            pairs.RemoveAt(0);
        }
    }

    private double[] Direction(double[] gradient)
    {
        double[] direction = [.. gradient];
        var weights = new double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            weights[k] = Spans.Dot(pairs[k].Step, direction) / pairs[k].Product;
            Spans.AddScaled(direction, -weights[k], pairs[k].Change);
        }

        var scale = pairs.Count == 0 ? 0.5 : pairs[^1].Product / Spans.Dot(pairs[^1].Change, pairs[^1].Change);
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] *= scale;
        }

        for (var k = 0; k < pairs.Count; k++)
        {
            Spans.AddScaled(direction, weights[k] - (Spans.Dot(pairs[k].Change, direction) / pairs[k].Product), pairs[k].Step);
        }

        return direction;
    }
}

/// <summary>A function at a point: value, gradient, and a dimensionless distance from stationarity.</summary>
internal sealed record AscentPoint(double Value, double[] Gradient, double Residual);
