using FeatureLearning.Numerics.Tridiagonal;

namespace FeatureLearning.Tests.Numerics;

/// <summary>The chase by several threads in a pipeline: the same bits as by one. That they are right is <see cref="TridiagonalFormTests"/>'.</summary>
public unsafe class BulgeChaseTests
{
    [Theory]
    [InlineData(33)]
    [InlineData(250)]
    [InlineData(701)]
    public void Any_number_of_threads_gives_the_same_bits(int size)
    {
        var draws = new Draws(size);
        var root = draws.Matrix(size, size);
        var band = BandReduction.Reduce(new SymmetricTiles((root + root.Transpose()).AsColumnMajorArray(), size, 0.1));
        var (alone, vector) = Numbers(band, size, 1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var (together, same) = Numbers(band, size, threads);
            Assert.Equal(alone, together);
            Assert.Equal(vector, same);
        }
    }

    [Theory]
    [InlineData(520)]
    [InlineData(1030)]
    public void So_does_the_reduction_to_a_band(int size)
    {
        var draws = new Draws(size);
        var root = draws.Matrix(size, size);
        double[] Band(int threads)
        {
            var band = BandReduction.Reduce(new SymmetricTiles((root + root.Transpose()).AsColumnMajorArray(), size, 0.1), threads);
            return [.. Enumerable.Range(0, size).SelectMany(j => Enumerable.Range(j, Math.Min(TileProducts.Size + 1, size - j)).Select(i => band.At(i, j)))];
        }

        var alone = Band(1);
        Assert.All((int[])[2, 3, 4], threads => Assert.Equal(alone, Band(threads)));
    }

    private static (double[] Tridiagonal, double[] Rotated) Numbers(BandForm band, int size, int threads)
    {
        using var chase = BulgeChase.Reduce(band, size, threads);
        var (diagonal, off) = chase.Tridiagonal();
        var vector = new double[size + TileProducts.Size];
        Array.Fill(vector, 1.0, 0, size);
        fixed (double* start = vector)
        {
            chase.Reflectors.Rotate(start, transpose: true);
        }

        return ([.. diagonal, .. off], vector);
    }
}
