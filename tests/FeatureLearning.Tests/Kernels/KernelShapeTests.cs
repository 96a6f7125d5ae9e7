using FeatureLearning.Kernels;
using FeatureLearning.Networks;

namespace FeatureLearning.Tests.Kernels;

public class KernelShapeTests
{
    public static TheoryData<Activation> Activations => new(Enum.GetValues<Activation>());

    public static TheoryData<Activation> Cases => Activations;

    [Theory]
    [OnManaged]
    [OnNative]
    public void A_kernel_matrix_is_the_closed_form_entry_by_entry(Backend backend, Activation activation)
    {
        var draws = new Draws(5);
        var data = draws.Data(9, 4);
        var there = draws.Matrix(3, 4);
        var network = Network.FromVariances(10, 4, activation, 1.7, 1, 1, 1);
        var kernel = TrainingKernel.On(network, data, backend.Algebra());
        var form = PriorKernel.Of(activation);
        double C(Vector<double> a, Vector<double> b) => 1.7 / 4 * a.DotProduct(b);
        double Entry(Vector<double> a, Vector<double> b) => form.Covariance(C(a, a), C(a, b), C(b, b));
        Matrix<double> Table(Matrix<double> a, Matrix<double> b) =>
            Matrix<double>.Build.Dense(a.RowCount, b.RowCount, (i, j) => Entry(a.Row(i), b.Row(j)));
        Near.Relative(Table(data.Inputs, data.Inputs), kernel.Features, 1e-13, "train");
        Near.Relative(Table(data.Inputs, there), kernel.Cross(there), 1e-13, "cross");
        Near.Relative(Table(there, there), kernel.Among(there), 1e-13, "among");
        Near.Relative(kernel.Among(there).Diagonal(), kernel.DiagonalAmong(there), 1e-14, "diagonal");
        Assert.True(kernel.Features.IsSymmetric());
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_diagonal_is_the_second_moment_of_a_feature(Activation activation)
    {
        // E[h²] = C; E[relu²] = C/2; E[erf²] = (2/π) asin(2C/(1+2C)); E[tanh²] by the trapezoidal rule, which converges exponentially.
        foreach (var c in new[] { 0, 1e-8, 0.3, 1, 50, 1e6 })
        {
            var expected = activation switch
            {
                Activation.Linear => c,
                Activation.Relu => c / 2,
                Activation.Tanh => TanhSquare(c),
                _ => 2 / Math.PI * Math.Atan2(2 * c, Math.Sqrt(1 + (4 * c))),
            };
            Near.Relative(expected, PriorKernel.Of(activation).Covariance(c, c, c), 3e-13, FormattableString.Invariant($"C = {c}"));
        }
    }

    private static double TanhSquare(double c)
    {
        var step = 0.1 / Math.Max(1, Math.Sqrt(c));
        double sum = 0;
        for (var z = step; z < 9; z += step)
        {
            sum += 2 * step * Math.Pow(Math.Tanh(Math.Sqrt(c) * z), 2) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        }

        return sum;
    }

    [Fact]
    public void Relu_features_of_opposite_inputs_do_not_overlap()
    {
        var relu = PriorKernel.Of(Activation.Relu);
        Assert.Equal(0, relu.Covariance(4, -4, 4));
        Near.Absolute(0, relu.Covariance(2, -2, 2), 1e-20);
        Assert.Equal(0, relu.Covariance(0, 0, 1));
    }

    /// <summary>With δ = π − θ = 2 asin √(ε/2) at ρ = −1 + ε: 2πΦ⁰ = sin δ − δ cos δ = δ³/3 − δ⁵/30 + δ⁷/840 − …, every digit of it.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(45)]
    public void Relu_features_of_nearly_opposite_inputs_keep_their_digits(int power)
    {
        var epsilon = Math.Pow(2, -power); // so that −1 + ε is exact
        var delta = 2 * Math.Asin(Math.Sqrt(epsilon / 2));
        var square = delta * delta;
        var expected = delta * square * ((1.0 / 3) - (square / 30) + (square * square / 840) - (square * square * square / 45360)) / (2 * Math.PI);
        Near.Relative(expected, PriorKernel.Of(Activation.Relu).Covariance(1, -1 + epsilon, 1), 1e-13, "Φ⁰");
    }

    [Fact]
    public void A_correlation_that_rounding_moved_past_one_gives_a_number()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            Assert.True(double.IsFinite(PriorKernel.Of(activation).Covariance(1, 1 + 1e-15, 1)));
            Assert.True(double.IsFinite(PriorKernel.Of(activation).Covariance(1, -1 - 1e-15, 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_kernel_of_repeated_points_stays_positive_semidefinite(Activation activation)
    {
        var x = new Draws(2).Matrix(6, 5);
        var data = new DataSet(x.Stack(x).Stack(-x), Vector<double>.Build.Dense(18, 1));
        var kernel = TrainingKernel.On(Network.FromVariances(3, 5, activation, 2, 1, 1, 1), data);
        var values = kernel.Features.Evd(Symmetricity.Symmetric).EigenValues.Real();
        Assert.True(values.Minimum() > -1e-14 * values.Maximum());
        Assert.Equal(0, kernel.Factorization.Eigenvalues[0], 13);
    }
}
