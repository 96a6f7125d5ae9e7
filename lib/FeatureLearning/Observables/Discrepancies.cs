using FeatureLearning.Networks;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Observables;

/// <summary>
/// Discrepancies Δ = y − ⟨f⟩, which arXiv:2502.03210 compares instead of outputs, as ⟨f⟩ ≈ y on training points hides every error.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Δ</term><description>y − ⟨f⟩ on some points, in units of the targets</description></item>
/// <item><term>ε</term><description>‖Δ − Δ_ref‖/‖Δ_ref‖, the relative error of one theory against another</description></item>
/// </list>
/// </remarks>
public static class Discrepancies
{
    /// <summary>Δ on a data set, n numbers.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <param name="data">Training or test data.</param>
    /// <exception cref="InvalidOperationException">The posterior did not converge.</exception>
    public static Vector<double> On(Posterior posterior, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(data);
        // On the training set itself Δ = κa keeps all digits where y − ⟨f⟩ would cancel.
        return ReferenceEquals(data, posterior.Kernel.Data)
            ? posterior.Discrepancy
            : data.Targets - posterior.Predict(data.Inputs).Mean;
    }

    /// <summary>ε of one posterior against another on a data set; NaN where the first did not converge, which figures leave out.</summary>
    /// <param name="posterior">The theory in question.</param>
    /// <param name="reference">What it is compared with, converged.</param>
    /// <param name="data">Training or test data.</param>
    /// <exception cref="InvalidOperationException">The reference did not converge.</exception>
    public static double RelativeError(Posterior posterior, Posterior reference, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        var expected = On(reference, data);
        return posterior.Status == SolverStatus.Converged
            ? Relative.Error(On(posterior, data), expected)
            : double.NaN;
    }
}
