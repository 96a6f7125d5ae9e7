using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>The reduction in two stages: what it promises, at sizes around the width of its band, on matrices that are easy to get wrong.</summary>
public class TridiagonalFormTests
{
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly int[] Sizes = [1, 2, 3, 16, 31, 32, 33, 34, 63, 64, 65, 66, 97, 127, 200, 301];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var size in Sizes)
            {
                foreach (var kind in (string[])["random", "deficient", "clustered", "graded", "tiny", "huge", "zero", "diagonal", "differences"])
                {
                    rows.Add(kind, size);
                }
            }

            return rows;
        }
    }

    public static TheoryData<int> SizesAlone => [.. Sizes];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_orthogonal_and_rotates_back_to_the_matrix(string kind, int size)
    {
        var matrix = Matrix(kind, size);
        var form = TridiagonalForm.Of(matrix);
        Assert.Equal((size, size, size - 1), (form.Size, form.Diagonal.Length, form.OffDiagonal.Length));
        var identity = Matrix<double>.Build.DenseIdentity(size);
        var h = form.Rotate(identity, intoBasis: false);
        var norm = matrix.InfinityNorm();
        Near.Absolute(0, (h.TransposeThisAndMultiply(h) - identity).InfinityNorm(), 4 * size * Epsilon, "HᵀH − 1");
        Near.Absolute(0, ((h * Dense(form) * h.Transpose()) - matrix).InfinityNorm(), 8 * size * Epsilon * norm, "H T Hᵀ − K");
        Near.Absolute(0, (form.Rotate(identity, intoBasis: true) - h.Transpose()).InfinityNorm(), 4 * size * Epsilon, "both directions");
    }

    [Theory]
    [MemberData(nameof(SizesAlone))]
    public void One_vector_is_rotated_as_many_are(int size)
    {
        var draws = new Draws(size);
        var form = TridiagonalForm.Of(Matrix("random", size));
        var columns = draws.Matrix(size, 40);
        foreach (var intoBasis in (bool[])[true, false])
        {
            var together = form.Rotate(columns, intoBasis);
            var alone = columns.EnumerateColumns().Select(column => form.Rotate(column.ToColumnMatrix(), intoBasis).Column(0));
            Near.Relative(Matrix<double>.Build.DenseOfColumnVectors(alone), together, 4 * size * Epsilon);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Eigenvalues_are_those_of_another_algorithm(string kind, int size)
    {
        var matrix = Matrix(kind, size);
        var largest = matrix.Enumerate().Max(Math.Abs) is var top && top > 0 ? top : 1; // the other algorithm's squares overflow and vanish
        var expected = largest * (matrix / largest).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Map(value => value.Real);
        var actual = TridiagonalForm.Of(matrix).Eigenvalues();
        Assert.Equal(actual.Order(), actual);
        Near.Absolute(0, (Vector<double>.Build.Dense([.. expected.Order()]) - Vector<double>.Build.Dense(actual)).AbsoluteMaximum(),
            4 * size * Epsilon * expected.AbsoluteMaximum());
    }

    [NativeBlasTheory]
    [InlineData("random", 301)]
    [InlineData("clustered", 301)]
    [InlineData("graded", 301)]
    public void Eigenvalues_are_those_of_LAPACK(string kind, int size)
    {
        var matrix = Matrix(kind, size);
        var expected = Vector<double>.Build.Dense(LinearAlgebra.Native!.Eigenvectors(matrix).Values);
        var actual = Vector<double>.Build.Dense(TridiagonalForm.Of(matrix).Eigenvalues());
        Near.Absolute(0, (expected - actual).AbsoluteMaximum(), 4 * size * Epsilon * expected.AbsoluteMaximum());
    }

    /// <remarks>Second differences with fixed ends have the eigenvalues 2 − 2 cos(πk/(n+1)); here in a random basis, and as they are.</remarks>
    [Theory]
    [MemberData(nameof(SizesAlone))]
    public void Second_differences_have_their_known_eigenvalues(int size)
    {
        var differences = Matrix("differences", size);
        var rotation = new Draws(size).Rotation(size);
        var expected = Vector<double>.Build.Dense(size, k => 2 - (2 * Math.Cos(Math.PI * (k + 1) / (size + 1))));
        foreach (var matrix in (Matrix<double>[])[differences, rotation * differences * rotation.Transpose()])
        {
            var actual = Vector<double>.Build.Dense(TridiagonalForm.Of(matrix).Eigenvalues());
            Near.Absolute(0, (expected - actual).AbsoluteMaximum(), 4 * (size + 4) * Epsilon * 4);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(700)]
    public async Task It_is_the_same_to_the_last_bit_for_any_number_of_threads(int size)
    {
        var matrix = Matrix("random", size);
        var columns = new Draws(size).Matrix(size, 70);
        (double[] Numbers, Matrix<double> Rotated) Reduce() => TridiagonalForm.Of(matrix) is var form
            ? ([.. form.Diagonal, .. form.OffDiagonal], form.Rotate(columns, intoBasis: true)) : default;
        var many = Reduce();
        var one = await Task.Factory.StartNew(
            Reduce, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler);
        Assert.Equal(many.Numbers, one.Numbers);
        Assert.Equal(many.Rotated, one.Rotated);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_refused(double bad)
    {
        var matrix = Matrix("random", 5);
        matrix[3, 1] = matrix[1, 3] = bad;
        var refused = Assert.Throws<ArgumentException>(() => TridiagonalForm.Of(matrix));
        Assert.Contains("row 4, column 2", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new KernelFactorization(matrix, LinearAlgebra.Managed));
        Assert.Throws<ArgumentException>(() => TridiagonalForm.Of(new Draws(1).Matrix(2, 3)));
    }

    private static Matrix<double> Matrix(string kind, int size)
    {
        var draws = new Draws(size);
        Matrix<double> Rotated(Func<int, double> eigenvalue) => draws.Rotation(size) is var u
            ? Symmetric(u * Matrix<double>.Build.DenseDiagonal(size, size, eigenvalue) * u.Transpose()) : u;
        return kind switch
        {
            "random" => Symmetric(draws.Matrix(size, size)),
            "deficient" => draws.Kernel(size, Math.Max(1, size / 3)),
            "clustered" => Rotated(i => 1 + (i % 3) + (i * 1e-14)),
            "graded" => Symmetric(draws.Matrix(size, size)).MapIndexed((i, j, x) => x * Math.Pow(10, -20.0 * (i + j) / size)),
            "tiny" => 1e-200 * Symmetric(draws.Matrix(size, size)),
            "huge" => 1e200 * Symmetric(draws.Matrix(size, size)),
            "zero" => Matrix<double>.Build.Dense(size, size),
            "diagonal" => Matrix<double>.Build.DenseOfDiagonalVector(draws.Vector(size)),
            "differences" => Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0),
            _ => throw new ArgumentException($"No such matrix: {kind}.", nameof(kind)),
        };
    }

    private static Matrix<double> Symmetric(Matrix<double> matrix) => (matrix + matrix.Transpose()) / 2;

    private static Matrix<double> Dense(TridiagonalForm form)
    {
        var (diagonal, off) = (form.Diagonal.ToArray(), form.OffDiagonal.ToArray());
        return Matrix<double>.Build.Dense(form.Size, form.Size, (i, j) => i == j ? diagonal[i] : Math.Abs(i - j) == 1 ? off[Math.Min(i, j)] : 0);
    }
}
