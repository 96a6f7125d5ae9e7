using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Tests.Numerics;
using FeatureLearning.Theory.Neurons;

namespace FeatureLearning.Tests.Theory.Neurons;

/// <summary>The parts of the single-neuron theory against plain formulas.</summary>
public class NeuronPartsTests
{
    private const int Width = BlockProducts.Width;

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(23)]
    public void The_factor_solves_and_inverts_and_refuses_an_indefinite_matrix(int n)
    {
        var draws = new Draws(82);
        Matrix<double> a = draws.Kernel(n, n), shifted = a + (0.3 * Matrix<double>.Build.DenseIdentity(n));
        var b = draws.Vector(n);
        var factor = PositiveDefinite.Factor(n, a.ToRowMajorArray(), 0.3)!;
        Near.Relative(shifted.Solve(b), Vector<double>.Build.Dense(factor.Solve(b.ToArray())), 1e-11);
        Near.Relative(shifted.Inverse(), Matrix<double>.Build.DenseOfRowMajor(n, n, factor.IntoInverse()), 1e-11);
        Assert.Null(PositiveDefinite.Factor(n, (-a).ToRowMajorArray(), 0));
    }

    [Theory]
    [InlineData(Activation.Linear, true)]
    [InlineData(Activation.Erf, true)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.Tanh, true)]
    [InlineData(Activation.Erf, false)]
    public void The_force_on_a_neuron_is_the_slope_of_its_log_density(Activation activation, bool full)
    {
        const int P = 5, R = 3;
        var draws = new Draws(83);
        var points = NeuronPoints.Of(draws.Matrix(P, R));
        var inverse = draws.Kernel(P, P).ToRowMajorArray();
        var field = new NeuronField(activation, 0.3, draws.Vector(P).ToArray(), full ? inverse : null, []);
        var z = Blocks.Of(draws.Matrix(R, Width));
        var evaluation = new NeuronEvaluation(points);
        evaluation.Evaluate(field, z);
        double[] gradient = [.. evaluation.Gradient];
        for (var i = 0; i < R; i++)
        {
            double Tilt(double step, int c)
            {
                double[] moved = [.. z];
                moved[BlockProducts.At(R, i, c)] += step;
                evaluation.Evaluate(field, moved);
                return evaluation.LogTilt[c];
            }

            for (var c = 0; c < Width; c += 7)
            {
                Near.Relative((Tilt(1e-6, c) - Tilt(-1e-6, c)) / 2e-6, gradient[BlockProducts.At(R, i, c)], 1e-7, "force", 1);
            }
        }
    }
}
