using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>The Monte-Carlo error of any answer of a sampled theory, from the spread of its independent replicas: s/√R.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>R</term><description>number of replicas; errors of R replicas have R − 1 degrees of freedom</description></item>
/// <item><term>s</term><description>standard deviation of the answer over the replicas</description></item>
/// </list>
/// Zero for theories without sampling, NaN where there is one replica only.
/// </remarks>
public static class StandardError
{
    /// <summary>The error of a number.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <param name="answer">What is asked of it, for example its order parameter or an observable.</param>
    public static double Of(Posterior posterior, Func<Posterior, double> answer)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(answer);
        return Of(posterior, one => Vector<double>.Build.Dense(1, answer(one)))[0];
    }

    /// <summary>The errors of a vector's entries.</summary>
    /// <param name="posterior">A converged posterior.</param>
    /// <param name="answer">What is asked of it, for example its training means.</param>
    public static Vector<double> Of(Posterior posterior, Func<Posterior, Vector<double>> answer)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(answer);
        if (posterior.Replicas.Count == 0)
        {
            return answer(posterior) * 0;
        }

        var values = posterior.Replicas.Select(answer).ToArray();
        double r = values.Length;
        var mean = values.Aggregate((a, b) => a + b) / r;
        return (values.Select(value => (value - mean).PointwisePower(2)).Aggregate((a, b) => a + b) / (r * (r - 1))).PointwiseSqrt();
    }
}
