using System.Runtime.Intrinsics;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Products in blocks with what is done on a block, against entry by entry; sizes on both sides of tiles and blocks.</summary>
public class RowProductsTests
{
    [Fact]
    public void Kernels_of_every_small_size_are_the_closed_form()
    {
        for (var n = 1; n <= 40; n++)
        {
            Check(Activation.Erf, n, n, 1 + (n % 5));
            Check(Activation.Erf, n, 41 - n, 3);
        }
    }

    [Theory]
    [InlineData(Activation.Erf, 96, 240, 7)]
    [InlineData(Activation.Erf, 129, 200, 20)]
    [InlineData(Activation.Erf, 250, 97, 300)]
    [InlineData(Activation.Erf, 488, 17, 12)]
    [InlineData(Activation.Relu, 129, 200, 20)]
    [InlineData(Activation.Relu, 250, 97, 513)]
    [InlineData(Activation.Linear, 129, 200, 20)]
    [InlineData(Activation.Linear, 250, 97, 300)]
    [InlineData(Activation.Tanh, 23, 18, 5)]
    public void Kernels_are_the_closed_form(Activation activation, int rows, int columns, int depth) => Check(activation, rows, columns, depth);

    /// <remarks>Correlations from 0 to ±1 in one matrix: small ones have a formula of their own.</remarks>
    [Fact]
    public void All_correlations_are_the_closed_form()
    {
        var draws = new Draws(4);
        var (common, own) = (draws.Vector(30), draws.Matrix(57, 30));
        var x = Matrix<double>.Build.Dense(57, 30, (i, j) => ((i - 28) / 28.0 * common[j]) + ((i % 7) * own[i, j]));
        Check(Activation.Erf, x, x);
        Check(Activation.Erf, 30 * x, x);
        Check(Activation.Relu, x, x);
    }

    [Fact]
    public void Symmetric_ones_are_so_exactly_and_not_read_above_the_diagonal()
    {
        var a = new Draws(3).Matrix(301, 11);
        var product = RowProducts.Symmetric(a, a, 0.5, (column, row, index) => Assert.True(row >= index && column.Length > 0));
        Assert.Equal(product, product.Transpose());
        Near.Relative(0.5 * a * a.Transpose(), product, 1e-14, "product");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Numbers_do_not_depend_on_how_many_threads_there_are(bool symmetric)
    {
        var (a, b) = (new Draws(3).Matrix(500, 270), new Draws(symmetric ? 3 : 4).Matrix(500, 270));
        var erf = PriorKernel.Of(Activation.Erf).Transformation(KernelMatrix.Variances(a, 1), KernelMatrix.Variances(b, 1));
        Matrix<double> Product(int threads) => symmetric
            ? RowProducts.Symmetric(a, a, 1.0 / 270, erf, threads)
            : RowProducts.Multiply(a, b, 1.0 / 270, erf, threads);
        var one = Product(1);
        Assert.Equal(one, Product(2));
        Assert.Equal(one, Product(-1));
    }

    /// <remarks>Both formulas are good to a few units in the last place: tolerance of 4.</remarks>
    [Fact]
    public void Angles_are_those_of_the_framework()
    {
        for (var i = 0; i < 4000; i++)
        {
            var y = Math.Pow(10, (i - 2000) / 250.0);
            foreach (var x in new[] { 1, 0.3, 7e5 })
            {
                Near.Relative(Math.Atan2(y, x), ArcTangent.Of(Vector512.Create(y), Vector512.Create(x))[i % 8], 9e-16, "atan");
                Near.Relative(-Math.Atan2(y, x), ArcTangent.Of(Vector512.Create(-y), Vector512.Create(x))[i % 8], 9e-16, "atan");
            }

            var t = ArcSine.Largest * i / 3999;
            Near.Relative(Math.Asin(t), ArcSine.OfSmall(Vector512.Create(t))[0], 9e-16, "asin");
            Near.Relative(Math.Asin(-t), ArcSine.OfSmall(Vector512.Create(-t))[7], 9e-16, "asin");
        }
    }

    private static void Check(Activation activation, int rows, int columns, int depth)
    {
        var draws = new Draws(rows + (1000 * columns));
        Check(activation, draws.Matrix(rows, depth), draws.Matrix(columns, depth));
    }

    private static void Check(Activation activation, Matrix<double> a, Matrix<double> b)
    {
        var form = PriorKernel.Of(activation);
        Matrix<double> Table(Matrix<double> left, Matrix<double> right)
        {
            Matrix<double> c = 1.7 / a.ColumnCount * left * right.Transpose();
            double Variance(Vector<double> x) => 1.7 / a.ColumnCount * x.DotProduct(x);
            return Matrix<double>.Build.Dense(left.RowCount, right.RowCount, (i, j) =>
                form.Covariance(Variance(left.Row(i)), c[i, j], Variance(right.Row(j))));
        }

        var symmetric = KernelMatrix.Symmetric(form, a, 1.7);
        Assert.Equal(symmetric, symmetric.Transpose());
        Near.Relative(Table(a, a), symmetric, 1e-13, "symmetric");
        Near.Relative(Table(a, b), KernelMatrix.Cross(form, a, b, 1.7), 1e-13, "cross");
    }
}
