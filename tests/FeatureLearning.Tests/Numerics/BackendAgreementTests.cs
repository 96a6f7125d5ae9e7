using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Managed and native linear algebra give the same answers to 1e-10, from single products to whole posteriors.</summary>
public class BackendAgreementTests
{
    private const double Tolerance = 1e-10;

    public static TheoryData<int, int> Cases => LinearAlgebraTests.Cases;

    public static TheoryData<TheoryKind, Activation> WithActivations => Theories.WithActivations;

    [NativeBlasTheory]
    [MemberData(nameof(Cases))]
    public void Operations_agree(int size, int rank)
    {
        var draws = new Draws(size);
        Matrix<double> x = draws.Matrix(size, rank), wide = draws.Matrix(rank, size), kernel = draws.Kernel(size, rank);
        LinearAlgebra managed = LinearAlgebra.Managed, native = LinearAlgebra.Native!;
        Near.Relative(managed.Gram(x), native.Gram(x), Tolerance, "Gram");
        Near.Relative(managed.Multiply(x, wide), native.Multiply(x, wide), Tolerance, "AB");
        Near.Relative(managed.Multiply(x, x, transposeA: true), native.Multiply(x, x, transposeA: true), Tolerance, "AᵀB");
        Near.Relative(managed.Multiply(x, x, transposeB: true), native.Multiply(x, x, transposeB: true), Tolerance, "ABᵀ");
        Near.Relative(managed.Multiply(x, wide, true, true), native.Multiply(x, wide, true, true), Tolerance, "AᵀBᵀ");
        Near.Relative(Values(managed, kernel), Values(native, kernel), Tolerance, "eigenvalues");
        Near.Relative(Root(managed, kernel), Root(native, kernel), Tolerance, "exp(−K)");
    }

    [NativeBlasTheory]
    [MemberData(nameof(WithActivations))]
    public void Posteriors_agree(TheoryKind theory, Activation activation)
    {
        var draws = new Draws(17);
        var data = draws.Data(25, 12);
        var inputs = draws.Matrix(7, 12);
        var network = Network.FromVariances(40, 12, activation, 1.3, 0.9, 2, 0.05);
        Posterior Solve(LinearAlgebra algebra) => Theories.Solve(theory, network, TrainingKernel.On(network, data, algebra));
        foreach (var (managed, native) in Theories.Answers(Solve(LinearAlgebra.Managed), inputs)
            .Zip(Theories.Answers(Solve(LinearAlgebra.Native!), inputs)))
        {
            Near.Relative(managed.Value, native.Value, Tolerance, managed.Name);
        }
    }

    private static Vector<double> Values(LinearAlgebra algebra, Matrix<double> kernel) =>
        Vector<double>.Build.Dense(new KernelFactorization(kernel, algebra).Eigenvalues.ToArray());

    // A function of the matrix: eigenvectors themselves are not unique.
    private static Matrix<double> Root(LinearAlgebra algebra, Matrix<double> kernel)
    {
        var (values, vectors) = algebra.Eigenvectors(kernel);
        return vectors * Matrix<double>.Build.DenseOfDiagonalArray(Array.ConvertAll(values, v => Math.Exp(-v))) * vectors.Transpose();
    }
}
