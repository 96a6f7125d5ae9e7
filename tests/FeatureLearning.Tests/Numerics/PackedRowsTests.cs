using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Products of packed matrices with panels, against MathNet's.</summary>
public unsafe class PackedRowsTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int>();
            foreach (var rows in new[] { 1, 11, 12, 13, 24, 50 })
            {
                foreach (var columns in new[] { 1, 2, 12, 37 })
                {
                    shapes.Add(rows, columns);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_are_those_of_MathNet(int rows, int columns)
    {
        var a = new Draws(rows + (100 * columns)).Matrix(rows, columns);
        Check<double>(a, 1e-14);
        Check<float>(a, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Triangles_and_matrices_of_zeros_too(int rows, int columns)
    {
        var a = new Draws(rows + (100 * columns)).Matrix(rows, columns);
        Check<double>(a.LowerTriangle(), 1e-14);
        Check<double>(a.UpperTriangle(), 1e-14);
        Check<double>(0 * a, 0);
        var full = new PackedRows<double>(a.ToColumnMajorArray(), rows, columns, 1, rows).Work;
        var triangle = new PackedRows<double>(a.LowerTriangle().ToColumnMajorArray(), rows, columns, 1, rows).Work;
        Assert.True(rows >= 24 && columns >= 24 ? triangle < 0.8 * full : triangle <= full);
        Assert.Equal(0, new PackedRows<double>((0 * a).ToColumnMajorArray(), rows, columns, 1, rows).Work);
    }

    [Fact]
    public void A_matrix_takes_the_place_of_another_also_where_that_had_zeros()
    {
        var packed = new PackedRows<double>(25, 25);
        foreach (var a in new[] { Matrix<double>.Build.DenseIdentity(25), new Draws(1).Matrix(25, 25), Matrix<double>.Build.DenseIdentity(25) })
        {
            packed.Fill(a.ToRowMajorArray());
            Matrix<double> x = new Draws(2).Matrix(25, BlockProducts.Width), product = a * x;
            var y = new double[25 * BlockProducts.Width];
            BlockProducts.Multiply(packed, Blocks.Of(x), y);
            Near.Relative(product, Blocks.Matrix(y), 1e-14);
        }
    }

    private static void Check<T>(Matrix<double> a, double tolerance)
        where T : unmanaged
    {
        var width = PanelTile.Bytes / sizeof(T);
        var b = new Draws(7).Matrix(a.ColumnCount, width);
        var packed = new PackedRows<T>(a.ToColumnMajorArray(), a.RowCount, a.ColumnCount, 1, a.RowCount);
        var transposed = new PackedRows<T>(a.Transpose().ToColumnMajorArray(), a.RowCount, a.ColumnCount, a.ColumnCount, 1);
        var columns = new PinnedBuffer<T>(b.RowCount * (long)width);
        for (var i = 0; i < columns.Length; i++)
        {
            columns.Span[i] = Simd.Number<T>(b[i / width, i % width]);
        }

        foreach (var rows in new[] { packed, transposed })
        {
            var c = new PinnedBuffer<T>(PanelTile.Rows * width);
            for (var panel = 0; panel < rows.Panels; panel++)
            {
                rows.Multiply(panel, columns.Start, c.Start);
                for (var i = 0; i < PanelTile.Rows; i++)
                {
                    var row = (panel * PanelTile.Rows) + i;
                    for (var j = 0; j < width; j++)
                    {
                        var expected = row < a.RowCount ? a.Row(row) * b.Column(j) : 0;
                        Near.Absolute(expected, Simd.Widen(c.Span[(i * width) + j]), tolerance * (1 + a.ColumnCount), "product");
                    }
                }
            }
        }
    }
}
