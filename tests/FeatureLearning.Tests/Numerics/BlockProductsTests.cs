using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Products with blocks of columns, sums over their columns and sums of outer products, against plain formulas.</summary>
public class BlockProductsTests
{
    private const int Width = BlockProducts.Width;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(12, 16)]
    [InlineData(9, 7)]
    [InlineData(17, 33)]
    [InlineData(24, 130)]
    public void Products_are_matrix_products(int m, int k)
    {
        var draws = new Draws(81);
        Matrix<double> a = draws.Matrix(m, k), x = draws.Matrix(k, Width);
        var y = new double[m * Width];
        BlockProducts.Multiply(BlockProducts.Pack(m, k, a.ToRowMajorArray()), Blocks.Of(x), y);
        Near.Relative(a * x, Blocks.Matrix(y), 1e-13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void Sums_and_weights_go_by_column_or_by_row(int rows)
    {
        var draws = new Draws(82);
        Matrix<double> a = draws.Matrix(rows, Width), b = draws.Matrix(rows, Width), weights = draws.Matrix(1, Width);
        Vector<double> vector = draws.Vector(rows), product = a.PointwiseMultiply(b).ColumnSums();
        double[] dots = new double[Width], along = new double[Width], weighed = new double[rows * Width], sums = new double[rows], products = new double[rows];
        BlockColumns.Dots(rows, Blocks.Of(a), Blocks.Of(b), dots);
        BlockColumns.Along(vector.ToArray(), Blocks.Of(a), along);
        BlockColumns.Weigh(rows, Blocks.Of(weights), Blocks.Of(a), weighed);
        BlockColumns.AddRows(rows, Blocks.Of(a), sums);
        BlockColumns.AddRows(rows, Blocks.Of(a), Blocks.Of(b), products);
        Near.Relative(product, Vector<double>.Build.Dense(dots), 1e-13);
        Near.Relative(a.TransposeThisAndMultiply(vector), Vector<double>.Build.Dense(along), 1e-13);
        Near.Relative(a * Matrix<double>.Build.DenseOfDiagonalVector(weights.Row(0)), Blocks.Matrix(weighed), 1e-15);
        Near.Relative(a.RowSums(), Vector<double>.Build.Dense(sums), 1e-13);
        Near.Relative(a.PointwiseMultiply(b).RowSums(), Vector<double>.Build.Dense(products), 1e-13);
    }

    // Shapes at the edges of tiles of 12 rows and 16 columns; numbers of blocks below, at and beyond what is collected before a product.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 4)]
    [InlineData(12, 16, 2)]
    [InlineData(16, 12, 5)]
    [InlineData(17, 13, 9)]
    [InlineData(49, 35, 6)]
    public void Sums_of_outer_products_are_matrix_products(int m, int n, int blocks)
    {
        var draws = new Draws(83);
        OuterSum plain = new(m, n), weighted = new(m, n), symmetric = new(m);
        OwnSum own = new(m, diagonalOnly: false), diagonal = new(m, diagonalOnly: true);
        for (var turn = 0; turn < 2; turn++) // the second on sums that were cleared
        {
            Matrix<double> expected = Matrix<double>.Build.Dense(m, n), expectedWeighted = expected.Clone(), expectedSymmetric = Matrix<double>.Build.Dense(m, m);
            for (var block = 0; block < blocks; block++)
            {
                Matrix<double> a = draws.Matrix(m, Width), b = draws.Matrix(n, Width), c = draws.Matrix(1, Width), scaled = a * Matrix<double>.Build.DenseOfDiagonalVector(c.Row(0));
                plain.Add(Blocks.Of(a), Blocks.Of(b), null);
                weighted.Add(Blocks.Of(a), Blocks.Of(b), Blocks.Of(c));
                symmetric.Add(Blocks.Of(a), Blocks.Of(c), 0.5);
                expected += a * b.Transpose();
                expectedWeighted += scaled * b.Transpose();
                expectedSymmetric += 0.5 * scaled * a.Transpose();
                if (turn == 0)
                {
                    own.Add(Blocks.Of(a), Blocks.Of(c));
                    diagonal.Add(Blocks.Of(a), Blocks.Of(c));
                }
            }

            Near.Relative(expected, Matrix<double>.Build.DenseOfRowMajor(m, n, plain.Total()), 1e-12);
            Near.Relative(expectedWeighted, Matrix<double>.Build.DenseOfRowMajor(m, n, weighted.Total()), 1e-12);
            Near.Relative(expectedSymmetric.LowerTriangle(), Matrix<double>.Build.DenseOfRowMajor(m, m, symmetric.Total()).LowerTriangle(), 1e-12);
            if (turn == 0)
            {
                Near.Relative(2 * expectedSymmetric, Matrix<double>.Build.DenseOfRowMajor(m, m, own.Total()), 1e-12);
                Near.Relative(2 * expectedSymmetric.Diagonal(), Vector<double>.Build.Dense(diagonal.Total()), 1e-12);
            }

            plain.Clear();
            weighted.Clear();
            symmetric.Clear();
        }
    }

    /// <summary>A method that pins arrays and allocates on its stack as well ended the process within a tenth of this time, by a reference that the collector found and that was none.</summary>
    [Fact]
    public void Collections_at_any_time_do_no_harm()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var packed = BlockProducts.Pack(5, 5, [.. Enumerable.Repeat(1.0, 25)]);
        void Multiply()
        {
            while (!end.IsCancellationRequested)
            {
                double[] x = new double[5 * Width], y = new double[5 * Width];
                Array.Fill(x, 1.5);
                var sum = new OuterSum(5);
                for (var i = 0; i < 50; i++)
                {
                    BlockProducts.Multiply(packed, x, y);
                    sum.Add(y);
                }

                Assert.All(y, value => Assert.Equal(7.5, value));
                Assert.Equal(50 * Width * 7.5 * 7.5, sum.Total()[0]);
            }
        }

        void Collect()
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect();
            }
        }

        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = 4 }, Multiply, Multiply, Collect, Collect);
    }
}
