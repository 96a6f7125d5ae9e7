using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>The geometry of two classes in feature space, from a feature kernel alone: the collective signature of arXiv:2508.20989.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>c_±</term><description>centroids, means of φ/√N over a class; [Φ]_{±±} are block means of ⟨Φ⟩, diagonal included</description></item>
/// <item><term>d²</term><description><see cref="SquaredDistance"/> |c₊ − c₋|² = [Φ]₊₊ + [Φ]₋₋ − 2[Φ]₊₋</description></item>
/// <item><term>R_±²</term><description><see cref="SquaredRadiusPlus"/>, <see cref="SquaredRadiusMinus"/>: mean of the diagonal − block mean</description></item>
/// </list>
/// All dimensionless. Distances are averages of squares over the posterior, not squares of averages.
/// </remarks>
/// <param name="SquaredDistance">d².</param>
/// <param name="SquaredRadiusPlus">R₊².</param>
/// <param name="SquaredRadiusMinus">R₋².</param>
public sealed record ClassManifolds(double SquaredDistance, double SquaredRadiusPlus, double SquaredRadiusMinus)
{
    /// <summary>d²/(R₊² + R₋²).</summary>
    public double Separability => SquaredDistance / (SquaredRadiusPlus + SquaredRadiusMinus);

    /// <summary>The manifolds of a posterior's features on a data set; the sign of the target is the class.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <param name="data">Points of both classes.</param>
    /// <exception cref="ArgumentException">A class has no point.</exception>
    /// <exception cref="InvalidOperationException">The posterior did not converge.</exception>
    public static ClassManifolds Of(Posterior posterior, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(data);
        return Of(posterior.FeatureKernel(data.Inputs), data.Targets);
    }

    /// <summary>The manifolds in a feature kernel.</summary>
    /// <param name="features">⟨Φ⟩, P×P.</param>
    /// <param name="labels">P numbers; class + where positive, class − elsewhere.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a class has no point.</exception>
    public static ClassManifolds Of(Matrix<double> features, Vector<double> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        Require.Square(features, nameof(features));
        Require.Length(labels, features.RowCount, nameof(labels));
        var plus = Enumerable.Range(0, labels.Count).Where(i => labels[i] > 0).ToArray();
        var minus = Enumerable.Range(0, labels.Count).Where(i => !(labels[i] > 0)).ToArray();
        if (plus.Length == 0 || minus.Length == 0)
        {
            throw new ArgumentException("labels must contain both classes: positive values and others.", nameof(labels));
        }

        double Block(int[] rows, int[] columns) => rows.Average(i => columns.Average(j => features[i, j]));
        double Radius(int[] rows) => rows.Average(i => features[i, i]) - Block(rows, rows);
        return new ClassManifolds(
            Block(plus, plus) + Block(minus, minus) - (2 * Block(plus, minus)), Radius(plus), Radius(minus));
    }
}
