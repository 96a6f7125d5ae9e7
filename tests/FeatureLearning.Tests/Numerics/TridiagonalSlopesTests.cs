using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>aᵀTa and Tr A⁻¹ of A = sT + κ by eight lanes, against sums over MathNet's eigendecomposition of the matrix itself.</summary>
public class TridiagonalSlopesTests
{
    private static readonly double[] Scales = [1e-3, 0.01, 0.1, 0.5, 1, 2, 7, 40, 300, 3e3, 1e5];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(131)]
    public void Both_are_sums_over_the_spectrum(int size)
    {
        const double Noise = 0.3;
        var draws = new Draws(size);
        var root = draws.Matrix(size, size + 3);
        var matrix = root * root.Transpose() / size;
        var targets = draws.Vector(size);
        var (energies, traces) = At(TridiagonalForm.Of(matrix), Noise, targets, Scales);
        var eigen = matrix.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var values = eigen.EigenValues.Map(value => value.Real);
        var components = eigen.EigenVectors.TransposeThisAndMultiply(targets);
        for (var i = 0; i < Scales.Length; i++)
        {
            var a = (Scales[i] * values) + Noise;
            Near.Relative((components.PointwisePower(2).PointwiseMultiply(values) / a.PointwisePower(2)).Sum(), energies[i], 1e-9, $"energy at {Scales[i]}");
            Near.Relative((1 / a).Sum(), traces[i], 1e-10, $"trace at {Scales[i]}");
        }
    }

    [Fact]
    public void A_lane_does_not_know_the_others()
    {
        var draws = new Draws(7);
        var root = draws.Matrix(60, 20); // of low rank, so that pivots come down to the noise
        var (form, targets) = (TridiagonalForm.Of(root * root.Transpose()), draws.Vector(60));
        var (energies, traces) = At(form, 1e-6, targets, Scales);
        Assert.All(Scales.Select((scale, i) => (scale, i)), at =>
        {
            var (energy, trace) = At(form, 1e-6, targets, [at.scale]);
            Assert.Equal((energies[at.i], traces[at.i]), (energy[0], trace[0]));
        });
    }

    private static (double[] Energies, double[] Traces) At(TridiagonalForm form, double noise, Vector<double> targets, double[] scales)
    {
        double[] energies = new double[scales.Length], traces = new double[scales.Length];
        var rotated = form.Rotate(targets.ToColumnMatrix(), intoBasis: true).ToColumnMajorArray();
        new TridiagonalSlopes(form, noise, rotated).At(scales, energies, traces);
        return (energies, traces);
    }
}
