using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>How far kernels and weights point along the task: the directional part of feature learning.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>⟨Φ⟩, ⟨vvᵀ⟩</term><description>feature kernel (P×P) and hidden weights' second moment (D×D)</description></item>
/// <item><term>y</term><description>targets, P numbers</description></item>
/// <item><term>H</term><description>1 − (1/P) 11ᵀ, which removes the mean</description></item>
/// </list>
/// </remarks>
public static class Alignment
{
    /// <summary>Centred kernel alignment with the targets, yᵀH⟨Φ⟩Hy/(‖H⟨Φ⟩H‖ |Hy|²), between −1 and 1; 1 for ⟨Φ⟩ ∝ yyᵀ.</summary>
    /// <param name="features">⟨Φ⟩, P×P.</param>
    /// <param name="targets">y, P numbers, not all equal.</param>
    /// <remarks>Source: C. Cortes, M. Mohri, A. Rostamizadeh, Algorithms for learning kernels based on centered alignment, JMLR 13 (2012).</remarks>
    /// <exception cref="ArgumentException">The shapes differ, or all targets are equal.</exception>
    public static double CentredKernel(Matrix<double> features, Vector<double> targets)
    {
        Require.Square(features, nameof(features));
        Require.Length(targets, features.RowCount, nameof(targets));
        var p = features.RowCount;
        Vector<double> rows = features.RowSums() / p, columns = features.ColumnSums() / p;
        var grand = rows.Average();
        var centred = features.MapIndexed((i, j, v) => v - rows[i] - columns[j] + grand, Zeros.Include);
        var y = targets - targets.Average();
        if (y.L2Norm() == 0)
        {
            throw new ArgumentException("targets are all equal: there is nothing to align with.", nameof(targets));
        }

        return y.DotProduct(centred * y) / (centred.FrobeniusNorm() * y.DotProduct(y));
    }

    /// <summary>yᵀ⟨Φ⟩y/P², the kernel's strength along the targets, in squared units of the targets.</summary>
    /// <param name="features">⟨Φ⟩, P×P.</param>
    /// <param name="targets">y, P numbers.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Strength(Matrix<double> features, Vector<double> targets)
    {
        Require.Square(features, nameof(features));
        Require.Length(targets, features.RowCount, nameof(targets));
        return targets.DotProduct(features * targets) / ((double)targets.Count * targets.Count);
    }

    /// <summary>yᵀ⟨Φ⟩y/P² of a posterior on its training points, without forming ⟨Φ⟩ where a theory can do without.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <exception cref="InvalidOperationException">The posterior did not converge.</exception>
    public static double Strength(Posterior posterior)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        var targets = posterior.Kernel.Data.Targets;
        return posterior.FeatureStrength(targets) / ((double)targets.Count * targets.Count);
    }

    /// <summary>Squared cosine between the top eigenvector of a second moment and a direction, between 0 and 1.</summary>
    /// <param name="secondMoment">⟨vvᵀ⟩, D×D symmetric.</param>
    /// <param name="direction">The teacher, D numbers, not zero.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the direction is zero.</exception>
    public static double TopEigenvector(Matrix<double> secondMoment, Vector<double> direction)
    {
        Require.Square(secondMoment, nameof(secondMoment));
        Require.Length(direction, secondMoment.RowCount, nameof(direction));
        Require.NotZero(direction, nameof(direction));
        var top = secondMoment.Evd(Symmetricity.Symmetric).EigenVectors.Column(secondMoment.RowCount - 1);
        var cosine = top.DotProduct(direction) / direction.L2Norm();
        return cosine * cosine;
    }

    /// <summary>θᵀ⟨vvᵀ⟩θ/|θ|², the second moment along a direction.</summary>
    /// <param name="secondMoment">⟨vvᵀ⟩, D×D.</param>
    /// <param name="direction">θ, D numbers, not zero.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the direction is zero.</exception>
    public static double MomentAlong(Matrix<double> secondMoment, Vector<double> direction)
    {
        Require.Square(secondMoment, nameof(secondMoment));
        Require.Length(direction, secondMoment.RowCount, nameof(direction));
        Require.NotZero(direction, nameof(direction));
        return direction.DotProduct(secondMoment * direction) / direction.DotProduct(direction);
    }
}
