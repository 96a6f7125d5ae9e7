using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>Removes the leading bias of unadjusted steps, c h + O(h²): two runs at h and h/2 give m(0) ≈ 2 m(h/2) − m(h).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>m(h)</term><description>mean of an observable at step h in all layers; the two runs need different seeds</description></item>
/// <item><term>error</term><description>√(4 e(h/2)² + e(h)²)</description></item>
/// </list>
/// Source: Richardson extrapolation of the weak error of the Euler–Maruyama scheme (Talay and Tubaro, Stoch. Anal. Appl. 8, 483 (1990)).
/// </remarks>
public static class StepExtrapolation
{
    /// <summary>The extrapolated scalar.</summary>
    /// <param name="atStep">m(h) with its error.</param>
    /// <param name="atHalf">m(h/2) with its error.</param>
    public static Estimated<double> Of(Estimated<double> atStep, Estimated<double> atHalf) => new(
        (2 * atHalf.Mean) - atStep.Mean, Math.Sqrt((4 * atHalf.Error * atHalf.Error) + (atStep.Error * atStep.Error)));

    /// <summary>The extrapolated vector.</summary>
    /// <param name="atStep">m(h) with its error.</param>
    /// <param name="atHalf">m(h/2) with its error, of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Estimated<Vector<double>> Of(Estimated<Vector<double>> atStep, Estimated<Vector<double>> atHalf)
    {
        Require.Length(atHalf.Mean, atStep.Mean.Count, nameof(atHalf));
        return new(
            (2 * atHalf.Mean) - atStep.Mean,
            ((4 * atHalf.Error.PointwisePower(2)) + atStep.Error.PointwisePower(2)).PointwiseSqrt());
    }
}
