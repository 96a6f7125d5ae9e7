using FeatureLearning.Observables;

namespace FeatureLearning.Tests.Observables;

public class AlignmentTests
{
    private static readonly Vector<double> Targets = new Draws(1).Vector(6);

    [Fact]
    public void A_kernel_of_the_targets_alone_is_perfectly_aligned()
    {
        Near.Relative(1, Alignment.CentredKernel(Targets.OuterProduct(Targets), Targets), 1e-13);
        Near.Relative(1, Alignment.CentredKernel(Targets.OuterProduct(Targets) + 5, Targets + 3), 1e-13);
        Near.Relative(-1, Alignment.CentredKernel(-Targets.OuterProduct(Targets), Targets), 1e-13);
    }

    [Fact]
    public void Centred_alignment_is_its_definition_with_the_centring_matrix()
    {
        var kernel = new Draws(2).Kernel(6, 4);
        var h = Matrix<double>.Build.DenseIdentity(6) - (1.0 / 6);
        Matrix<double> centred = h * kernel * h, target = h * Targets.OuterProduct(Targets) * h;
        var expected = (centred * target).Trace() / (centred.FrobeniusNorm() * target.FrobeniusNorm());
        Near.Relative(expected, Alignment.CentredKernel(kernel, Targets), 1e-13);
    }

    [Fact]
    public void Strength_is_the_quadratic_form_over_P_squared()
    {
        var kernel = new Draws(2).Kernel(6, 4);
        var sum = Enumerable.Range(0, 36).Sum(k => Targets[k / 6] * kernel[k / 6, k % 6] * Targets[k % 6]);
        Near.Relative(sum / 36, Alignment.Strength(kernel, Targets), 1e-13);
    }

    [Fact]
    public void The_top_eigenvector_is_compared_by_its_squared_cosine()
    {
        var direction = Targets / Targets.L2Norm();
        var spike = Matrix<double>.Build.DenseIdentity(6) + (3 * direction.OuterProduct(direction));
        Near.Relative(1, Alignment.TopEigenvector(spike, -7 * direction), 1e-12);
        var diagonal = Matrix<double>.Build.DenseOfDiagonalArray([1, 9, 2]);
        Near.Relative(16.0 / 26, Alignment.TopEigenvector(diagonal, Vector<double>.Build.Dense([1, 4, 3])), 1e-13);
        Near.Relative(4, Alignment.MomentAlong(spike, 5 * direction), 1e-12);
    }

    [Fact]
    public void Shapes_that_differ_are_named()
    {
        var square = Matrix<double>.Build.DenseIdentity(3);
        var wide = Matrix<double>.Build.Dense(3, 2);
        Assert.Equal("features", Assert.Throws<ArgumentException>(() => Alignment.Strength(wide, Targets)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => Alignment.Strength(square, Targets)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => Alignment.CentredKernel(square, Targets)).ParamName);
        var error = Assert.Throws<ArgumentException>(() => Alignment.TopEigenvector(square, Targets));
        Assert.Equal("direction", error.ParamName);
        Assert.Contains("6 values; 3 were expected", error.Message, StringComparison.Ordinal);
        Assert.Equal("secondMoment", Assert.Throws<ArgumentException>(() => Alignment.MomentAlong(wide, Targets)).ParamName);
    }
}
