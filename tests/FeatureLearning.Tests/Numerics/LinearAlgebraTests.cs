using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>What both linear algebras promise, each against plain sums, at sizes 1 to 20, 64 and 200, full rank and deficient.</summary>
public class LinearAlgebraTests
{
    private static readonly int[] Sizes = [.. Enumerable.Range(1, 20), 64, 200];

    public static TheoryData<int, int> Cases
    {
        get
        {
            var rows = new TheoryData<int, int>();
            foreach (var size in Sizes)
            {
                foreach (var rank in new[] { size + 3, Math.Max(1, size / 3) }.Distinct())
                {
                    rows.Add(size, rank);
                }
            }

            return rows;
        }
    }

    public static TheoryData<bool, bool> Transposes => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [OnManaged(nameof(Transposes))]
    [OnNative(nameof(Transposes))]
    public void Products_are_sums_over_the_inner_index(Backend backend, bool transposeA, bool transposeB)
    {
        foreach (var (m, k, n) in new[] { (1, 1, 1), (1, 5, 2), (7, 1, 3), (4, 6, 5), (20, 13, 17), (64, 3, 64) })
        {
            var draws = new Draws(m + (100 * k) + n);
            var a = transposeA ? draws.Matrix(k, m) : draws.Matrix(m, k);
            var b = transposeB ? draws.Matrix(n, k) : draws.Matrix(k, n);
            var (copyA, copyB) = (a.Clone(), b.Clone());
            var expected = Matrix<double>.Build.Dense(m, n, (i, j) => Enumerable.Range(0, k).Sum(l =>
                (transposeA ? a[l, i] : a[i, l]) * (transposeB ? b[j, l] : b[l, j])));
            Near.Relative(expected, backend.Algebra().Multiply(a, b, transposeA, transposeB), 1e-14, "product");
            Assert.True(a.Equals(copyA) && b.Equals(copyB), "A product must not change its arguments.");
        }
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void A_Gram_matrix_is_the_table_of_inner_products_and_symmetric(Backend backend, int size, int rank)
    {
        var x = new Draws(size).Matrix(size, rank);
        var gram = backend.Algebra().Gram(x);
        var expected = Matrix<double>.Build.Dense(size, size, (i, j) => Enumerable.Range(0, rank).Sum(l => x[i, l] * x[j, l]));
        Near.Relative(expected, gram, 1e-14, "Gram");
        Near.Relative(gram, gram.Transpose(), 1e-15, "symmetry");
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Eigenvectors_rebuild_the_matrix_and_eigenvalues_ascend(Backend backend, int size, int rank)
    {
        var kernel = new Draws(size).Kernel(size, rank);
        var form = TridiagonalForm.Of(kernel);
        var (values, vectors) = backend.Algebra().Eigenvectors(kernel);
        var top = values[^1];
        Near.Relative(kernel, vectors * Matrix<double>.Build.DenseOfDiagonalArray(values) * vectors.Transpose(), 1e-12, "U Λ Uᵀ");
        Near.Relative(Matrix<double>.Build.DenseIdentity(size), vectors.TransposeThisAndMultiply(vectors), 1e-12, "UᵀU");
        Near.Relative(Vector<double>.Build.Dense(values), Vector<double>.Build.Dense(form.Eigenvalues()), 1e-12, "values alone");
        Assert.Equal(values.Order(), values);
        Assert.All(values.Take(size - rank), value => Near.Absolute(0, value, 1e-13 * top, "null eigenvalue"));
    }

    [Theory]
    [InlineData(Backend.Managed)]
    public void Shapes_that_do_not_fit_are_named(Backend backend)
    {
        var algebra = backend.Algebra();
        var a = new Draws(1).Matrix(2, 3);
        var inner = Assert.Throws<ArgumentException>(() => algebra.Multiply(a, a));
        Assert.Equal("b", inner.ParamName);
        Assert.Contains("3 and 2", inner.Message, StringComparison.Ordinal);
        var square = Assert.Throws<ArgumentException>(() => algebra.Eigenvectors(a));
        Assert.Contains("2×3", square.Message, StringComparison.Ordinal);
    }
}
