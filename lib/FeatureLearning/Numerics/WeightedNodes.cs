namespace FeatureLearning.Numerics;

/// <summary>A discrete measure: averages are ⟨f⟩ = Σ weight · f(point), weights summing to 1.</summary>
/// <param name="Points">Where the measure sits.</param>
/// <param name="Weights">Its weights.</param>
internal sealed record WeightedNodes(double[] Points, double[] Weights)
{
    /// <summary>⟨f⟩.</summary>
    public double Mean(Func<double, double> f)
    {
        double sum = 0;
        for (var n = 0; n < Points.Length; n++)
        {
            sum += Weights[n] * f(Points[n]);
        }

        return sum;
    }
}
