using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>
/// A picture of two class manifolds in feature space, from a feature kernel alone: each point by its place along the line of the class centroids and
/// along the direction across it in which the points spread most.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>ψ_μ</term><description>features of point μ over √N, so that ψ_μ·ψ_ν = Φ_μν; never needed themselves</description></item>
/// <item><term>p_μ</term><description><see cref="Along"/> = (ψ_μ − m)·(c₊ − c₋)/d, m the middle of the centroids; the centroids are at ±d/2</description></item>
/// <item><term>s_μ</term><description><see cref="Across"/> = √e₁ u₁μ, the first principal component of what is left</description></item>
/// </list>
/// Dimensionless, in the units of <see cref="ClassManifolds"/>. The sign of s is that of its first entry that is not zero, made positive.
/// </remarks>
/// <param name="Along">p, P numbers.</param>
/// <param name="Across">s, P numbers.</param>
public sealed record ManifoldProjection(Vector<double> Along, Vector<double> Across)
{
    /// <summary>The projection of the points of a kernel.</summary>
    /// <param name="features">⟨Φ⟩, P×P, symmetric.</param>
    /// <param name="labels">P numbers; class + where positive, class − elsewhere.</param>
    /// <exception cref="ArgumentException">The shapes differ, a class has no point, or the centroids coincide.</exception>
    public static ManifoldProjection Of(Matrix<double> features, Vector<double> labels)
    {
        var distance = Math.Sqrt(ClassManifolds.Of(features, labels).SquaredDistance);
        if (!(distance > 0))
        {
            throw new ArgumentException("features must set the centroids of the classes apart.", nameof(features));
        }

        var (plus, minus) = (labels.Map(y => y > 0 ? 1.0 : 0), labels.Map(y => y > 0 ? 0.0 : 1));
        var (toPlus, toMinus) = (plus / plus.Sum(), minus / minus.Sum());
        var along = features * (toPlus - toMinus) / distance;
        along -= (along * (toPlus + toMinus)) / 2;
        var means = features * Vector<double>.Build.Dense(labels.Count, 1.0 / labels.Count);
        var centred = features.MapIndexed((i, j, value) => value - means[i] - means[j] + means.Average());
        var middle = along - along.Average();
        var spectrum = (centred - middle.OuterProduct(middle)).Evd(Symmetricity.Symmetric);
        var across = spectrum.EigenVectors.Column(labels.Count - 1) * Math.Sqrt(Math.Max(spectrum.EigenValues[labels.Count - 1].Real, 0));
        var first = across.FirstOrDefault(value => value != 0);
        return new ManifoldProjection(along, first < 0 ? -across : across);
    }
}
