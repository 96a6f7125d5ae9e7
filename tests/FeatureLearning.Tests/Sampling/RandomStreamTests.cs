using System.Runtime.Intrinsics;
using FeatureLearning.Sampling;
using MathNet.Numerics.Distributions;

namespace FeatureLearning.Tests.Sampling;

/// <summary>Uniform and normal streams: distribution, independence of purposes, chains and steps, and their fixed bits.</summary>
/// <remarks>
/// Each statistical statement has a false-alarm rate below 10⁻⁶ for a new seed (5 standard errors, or a χ² p-value of 10⁻⁶); seeds are
/// fixed. Twins: a variance off by 0.5 %, and uniforms in place of normals, are rejected.
/// </remarks>
public class RandomStreamTests
{
    private const int Count = 1_000_000;
    private static readonly RandomStream Stream = new(7, RandomPurpose.Simulation, 3, 5_000_000_000);

    [Fact]
    public void Normals_have_the_moments_and_the_distribution_of_normals()
    {
        var z = new double[Count];
        Stream.Normals(z);
        Assert.True(WorstMoment(z) < 5, FormattableString.Invariant($"{WorstMoment(z)} standard errors"));
        Assert.True(PValue(z) > 1e-6);
    }

    [Fact]
    public void Twins_are_rejected()
    {
        var z = new double[Count];
        Stream.Normals(z);
        Assert.True(WorstMoment([.. z.Select(x => 1.005 * x)]) > 5);
        Stream.Uniforms(z);
        Assert.True(WorstMoment([.. z.Select(u => Math.Sqrt(12) * (u - 0.5))]) > 5);
        Assert.True(PValue([.. z.Select(u => Math.Sqrt(12) * (u - 0.5))]) < 1e-6);
    }

    [Fact]
    public void Uniforms_are_uniform_inside_zero_and_one()
    {
        var u = new double[Count];
        Stream.Uniforms(u);
        Assert.True(u.Min() > 0 && u.Max() < 1);
        Assert.True(PValue([.. u.Select(x => Normal.InvCDF(0, 1, x))]) > 1e-6);
    }

    [Fact]
    public void Neighbouring_purposes_chains_steps_and_seeds_are_uncorrelated()
    {
        double[] z = new double[Count], other = new double[Count];
        Stream.Normals(z);
        RandomStream[] neighbours =
        [
            Stream with { Purpose = RandomPurpose.Complement }, Stream with { Chain = 4 }, Stream with { Step = Stream.Step + 1 },
            Stream with { Seed = 8 }, Stream with { Step = Stream.Step + (1UL << 32) },
        ];
        foreach (var neighbour in neighbours)
        {
            neighbour.Normals(other);
            Assert.InRange(z.Zip(other, (a, b) => a * b).Sum() / Math.Sqrt(Count), -5, 5);
        }

        Assert.InRange(z.Zip(z.Skip(1), (a, b) => a * b).Sum() / Math.Sqrt(Count), -5, 5);
        Assert.InRange(z.Zip(z.Skip(8), (a, b) => a * b).Sum() / Math.Sqrt(Count), -5, 5);
    }

    [Fact]
    public void Asking_for_fewer_numbers_gives_the_first_of_them()
    {
        var all = new double[100];
        Stream.Normals(all);
        for (var length = 0; length <= all.Length; length++)
        {
            var some = new double[length];
            Stream.Normals(some);
            Assert.Equal(all.Take(length), some);
            var added = Enumerable.Repeat(1.0, length).ToArray();
            Stream.AddNormals(added, 2);
            Assert.Equal(some.Select(z => 1 + (2 * z)), added);
        }
    }

    [Fact]
    public void The_bits_are_fixed_for_ever()
    {
        var z = new double[4];
        new RandomStream(1, RandomPurpose.HiddenNoise, 0, 0).Normals(z);
        var word = Philox4x32.Block(0, 0, 0, 0, 1, (uint)RandomPurpose.HiddenNoise);
        var u = ((((word.X0 | ((ulong)word.X1 << 32)) >> 12) + 0.5) / (1L << 52), (((word.X2 | ((ulong)word.X3 << 32)) >> 12) + 0.5) / (1L << 52));
        Near.Relative(Math.Sqrt(-2 * Math.Log(u.Item1)) * Math.Cos(2 * Math.PI * u.Item2), z[0], 1e-14);
    }

    [Fact]
    public void Logarithm_and_sines_are_those_of_the_runtime_to_two_units_in_the_last_place()
    {
        var u = new double[8000];
        Stream.Uniforms(u);
        u[0] = 0.5 / (1L << 52);
        u[1] = 1 - u[0];
        (u[2], u[3], u[4], u[5]) = (0.5, 0.25, 0.125, 0.75);
        for (var at = 0; at < u.Length; at += 8)
        {
            var x = Vector512.Create(u, at);
            var log = NormalTransform.Log(x);
            var (sine, cosine) = NormalTransform.SineCosineOfTurns(x);
            for (var lane = 0; lane < 8; lane++)
            {
                Near.Relative(Math.Log(x[lane]), log[lane], 4.5e-16, "log");
                Near.Absolute(Math.Sin(2 * Math.PI * x[lane]), sine[lane], 1e-15, "sine");
                Near.Absolute(Math.Cos(2 * Math.PI * x[lane]), cosine[lane], 1e-15, "cosine");
            }
        }
    }

    [Fact]
    public void Panels_of_normals_are_the_stream()
    {
        var z = new double[1 << 16];
        Stream.Normals(z);
        for (var at = 0; at < z.Length; at += 16)
        {
            var (a, b) = Stream.PanelNormals<double>(at);
            for (var lane = 0; lane < 8; lane++)
            {
                Assert.Equal((z[at + lane], z[at + 8 + lane]), (a[lane], b[lane]));
            }
        }
    }

    [Fact]
    public void Single_precision_normals_are_the_transform_of_the_words_of_Philox()
    {
        var z = new float[1 << 18];
        Stream.Normals(z);
        for (var i = 0; i < z.Length; i++)
        {
            // 32 numbers are eight blocks; the first sixteen and the second are two for each pair of words.
            var (first, pair, second) = (i / 32, i % 16, i % 32 >= 16);
            var words = Philox4x32.Block((uint)((8 * first) + (pair / 2)), Stream.Chain, (uint)Stream.Step, (uint)(Stream.Step >> 32), Stream.Seed, (uint)Stream.Purpose);
            var (radius, angle) = pair % 2 == 0 ? (words.X0, words.X2) : (words.X1, words.X3);
            var (a, b) = OnTheCircle(angle);
            var expected = Math.Sqrt(-2 * Math.Log((radius + 0.5) / (1L << 32))) * (second ? b : a);
            Near.Absolute(expected, z[i], 1.5e-6, "normal");
        }
    }

    [Fact]
    public void Single_precision_normals_have_the_moments_and_the_distribution_of_normals()
    {
        var single = new float[Count];
        Stream.Normals(single);
        double[] z = Array.ConvertAll(single, x => (double)x);
        Assert.True(WorstMoment(z) < 5, FormattableString.Invariant($"{WorstMoment(z)} standard errors"));
        Assert.True(PValue(z) > 1e-6);
        double[] pairs = [.. Enumerable.Range(0, Count).Select(i => z[i] * z[i ^ 16])], squares = [.. Enumerable.Range(0, Count).Select(i => ((z[i] * z[i]) - 1) * ((z[i ^ 16] * z[i ^ 16]) - 1))];
        Assert.InRange(pairs.Sum() / Math.Sqrt(2.0 * Count), -5, 5); // each pair twice: Var = 2 Count
        Assert.InRange(squares.Sum() / Math.Sqrt(2.0 * 4 * Count), -5, 5);
        Assert.True(WorstMoment([.. z.Select(x => 1.005 * x)]) > 5);
    }

    [Fact]
    public void Single_precision_normals_at_the_ends_of_the_uniforms_are_right()
    {
        uint[] words = [0, 1, 2, 1u << 10, 1u << 31, uint.MaxValue, uint.MaxValue - 1, uint.MaxValue - 5000, 0xB504F333,
            0xB504F334, 0xB504F300, 0xB504F3FF, 3u << 30, 1u << 30, 1u << 29, 7u << 29];
        var word = Vector512.Create(words);
        var log = SingleNormalTransform.LogOfUniform(word);
        var (first, second) = SingleNormalTransform.Circle(word);
        for (var lane = 0; lane < words.Length; lane++)
        {
            Near.Relative(Math.Log((words[lane] + 0.5) / (1L << 32)), log[lane], 3e-7, "log");
            var (a, b) = OnTheCircle(words[lane]);
            Near.Absolute(a, first[lane], 2e-7, "first");
            Near.Absolute(b, second[lane], 2e-7, "second");
        }
    }

    // Quarter turns by the upper two bits of a word: right, down, left and up, an eighth to either side by the others.
    private static (double First, double Second) OnTheCircle(uint word)
    {
        var (upper, lower) = (word >> 30, (int)(word << 2) / 4);
        var (sine, cosine) = Math.SinCos((lower + 0.5) * (Math.PI / 2 / (1L << 30)));
        return upper switch { 0 => (cosine, sine), 1 => (sine, cosine), 2 => (-cosine, sine), _ => (sine, -cosine) };
    }

    // Standard errors by which the first four moments are off: Var zᵏ = ⟨z²ᵏ⟩ − ⟨zᵏ⟩².
    private static double WorstMoment(double[] z) => new[]
    {
        z.Average() * Math.Sqrt(Count), (z.Average(x => x * x) - 1) * Math.Sqrt(Count / 2.0),
        z.Average(x => x * x * x) * Math.Sqrt(Count / 15.0), (z.Average(x => x * x * x * x) - 3) * Math.Sqrt(Count / 96.0),
    }.Max(Math.Abs);

    // χ² over 200 bins of equal probability.
    private static double PValue(double[] z)
    {
        const int Bins = 200;
        var counts = new double[Bins];
        foreach (var x in z)
        {
            counts[Math.Min(Bins - 1, (int)(Bins * Normal.CDF(0, 1, x)))]++;
        }

        var expected = (double)Count / Bins;
        return 1 - ChiSquared.CDF(Bins - 1, counts.Sum(c => (c - expected) * (c - expected) / expected));
    }
}
