using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

public class KernelFactorizationTests
{
    public static TheoryData<int, int> Cases => new() { { 1, 1 }, { 2, 1 }, { 5, 5 }, { 12, 4 }, { 40, 39 } };

    [Theory]
    [OnManaged]
    [OnNative]
    public void Eigenvalues_are_never_negative_and_the_same_whichever_is_asked_first(Backend backend, int size, int rank)
    {
        var kernel = new Draws(3).Kernel(size, rank);
        var values = new KernelFactorization(kernel, backend.Algebra());
        var vectors = new KernelFactorization(kernel, backend.Algebra());
        _ = vectors.Eigenvectors;
        Near.Relative(Vector<double>.Build.Dense(values.Eigenvalues.ToArray()), Vector<double>.Build.Dense(vectors.Eigenvalues.ToArray()), 1e-13);
        Assert.All(values.Eigenvalues.ToArray(), value => Assert.True(value >= 0));
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void A_shifted_solve_in_the_tridiagonal_basis_is_a_dense_solve(Backend backend, int size, int rank)
    {
        var draws = new Draws(size);
        var kernel = draws.Kernel(size, rank);
        var y = draws.Vector(size);
        var factorization = new KernelFactorization(kernel, backend.Algebra());
        var solver = new ShiftedTridiagonal(size);
        solver.Factor(factorization.Form, 1.7, 0.3);
        var x = factorization.Rotate(y.AsArray(), intoBasis: true);
        solver.SolveInPlace(x);
        var expected = ((1.7 * kernel) + (0.3 * Matrix<double>.Build.DenseIdentity(size))).Solve(y);
        Near.Relative(expected, Vector<double>.Build.Dense(factorization.Rotate(x, intoBasis: false)), 1e-12);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Its_own_basis_is_orthogonal(Backend backend, int size, int rank)
    {
        var factorization = new KernelFactorization(new Draws(size).Kernel(size, rank), backend.Algebra());
        var y = new Draws(size + 1).Vector(size);
        Near.Relative(y, Vector<double>.Build.Dense(factorization.FromEigenbasis(factorization.ToEigenbasis(y.AsArray()))), 1e-13);
    }

    [Fact]
    public void A_shift_below_rounding_still_leaves_every_pivot_at_least_the_shift()
    {
        var factorization = new KernelFactorization(new Draws(1).Kernel(6, 2), LinearAlgebra.Managed);
        var solver = new ShiftedTridiagonal(6);
        solver.Factor(factorization.Form, 1, 1e-30);
        double[] x = [1, 1, 1, 1, 1, 1];
        solver.SolveInPlace(x);
        Assert.All(x, value => Assert.True(double.IsFinite(value)));
    }

    public static TheoryData<int> ThreadCases => new(5, 30, 120);

    /// <remarks>LAPACK writes into the reflectors while it applies them: without care one thread sees another's work.</remarks>
    [Theory]
    [OnManaged(nameof(ThreadCases))]
    [OnNative(nameof(ThreadCases))]
    public void Two_threads_that_rotate_at_once_get_what_one_gets(Backend backend, int size)
    {
        var draws = new Draws(size);
        var factorization = new KernelFactorization(draws.Kernel(size, size), backend.Algebra());
        var y = draws.Vector(size).ToArray();
        var expected = factorization.Rotate(y, intoBasis: true);
        var wrong = 0;
        using var start = new Barrier(2);
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            for (var k = 0; k < 60_000 / size; k++)
            {
                if (!factorization.Rotate(y, intoBasis: true).SequenceEqual(expected))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);
    }
}
