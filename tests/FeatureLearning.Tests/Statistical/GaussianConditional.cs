using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// One layer of a network given the other, where that is Gaussian: the readout u given any features, or the hidden weights Z of a linear
/// network given u. Unadjusted Langevin on such a layer is a linear recursion whose stationary law is known exactly.
/// </summary>
/// <remarks>
/// f = Gx, precision H = 1 + GᵀG/κ, mean m = H⁻¹Gᵀy/κ; at step h the stationary law is N(m, C), C = (H(1 − hH/2))⁻¹, for N(0, σ²) the
/// variance σ²/(1 − h/2σ²). The recursion is reversible: 1 − hH commutes with C. Labels y ~ N(0, GGᵀ + κ), as the model has them, so that
/// (x, y) is jointly Gaussian and y given x is drawn by Matheron's rule.
/// </remarks>
internal sealed class GaussianConditional
{
    private readonly GenerativeModel model;
    private readonly double[] frozen;
    private readonly bool hidden;
    private readonly Matrix<double> map, pull, root, labelsGiven;

    /// <param name="model">The model.</param>
    /// <param name="hidden">Whether the hidden weights move, or the readout.</param>
    /// <param name="stream">Of the layer that stays.</param>
    /// <param name="biased">Whether the law is that of the discretisation, or the posterior's, which the recursion does not have.</param>
    public GaussianConditional(GenerativeModel model, bool hidden, RandomStream stream, bool biased = true)
    {
        (this.model, this.hidden, frozen) = (model, hidden, model.Weights(stream));
        var (kappa, scale) = (model.Network.Noise, Math.Sqrt(model.Network.ReadoutPriorVariance));
        map = scale * (hidden
            ? Vector<double>.Build.Dense(frozen[model.HiddenCount..]).ToRowMatrix().KroneckerProduct(model.Design)
            : model.Features(frozen));
        var one = Matrix<double>.Build.DenseIdentity(map.ColumnCount);
        var precision = one + (map.TransposeThisAndMultiply(map) / kappa);
        pull = precision.Solve(map.Transpose()) / kappa;
        Step = 0.6 / precision.L2Norm();
        var covariance = (precision * (one - ((biased ? Step : 0) / 2 * precision))).Inverse();
        covariance = (covariance + covariance.Transpose()) / 2;
        root = covariance.Cholesky().Factor;
        var labels = map.TransposeAndMultiply(map) + (kappa * Matrix<double>.Build.DenseIdentity(model.Points));
        labelsGiven = labels * (covariance + (pull * labels * pull.Transpose())).Solve(pull).Transpose();
    }

    /// <summary>h, three tenths of the largest that is stable: the stiffest direction is 10/7 too wide.</summary>
    public double Step { get; }

    private int Count => map.ColumnCount;

    /// <summary>(x, y) with y from the model and x from the stationary law.</summary>
    public (Vector<double> State, Vector<double> Labels) Draw(RandomStream stream)
    {
        var numbers = new double[(2 * Count) + model.Points];
        stream.Normals(numbers);
        var labels = (map * Vector<double>.Build.Dense(numbers[..Count]))
            + (Math.Sqrt(model.Network.Noise) * Vector<double>.Build.Dense(numbers[(2 * Count)..]));
        return ((pull * labels) + (root * Vector<double>.Build.Dense(numbers[Count..(2 * Count)])), labels);
    }

    /// <summary>y given x: y₀ + Cov(y, x) Cov(x)⁻¹(x − x₀).</summary>
    public Vector<double> LabelsGiven(Vector<double> state, RandomStream stream)
    {
        var (other, labels) = Draw(stream);
        return labels + (labelsGiven * (state - other));
    }

    /// <summary>All weights: the moving layer beside the frozen one.</summary>
    public double[] Whole(Vector<double> state) => hidden ? [.. state, .. frozen[Count..]] : [.. frozen[..^Count], .. state];

    public Vector<double> Moving(double[] whole) => Vector<double>.Build.Dense(hidden ? whole[..Count] : whole[^Count..]);

    /// <summary>|x|², x₁, ‖y − Gx‖².</summary>
    public double[] Describe(Vector<double> state, Vector<double> labels)
    {
        var residual = labels - (map * state);
        return [state.DotProduct(state), state[0], residual.DotProduct(residual)];
    }
}
