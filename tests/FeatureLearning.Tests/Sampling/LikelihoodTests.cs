using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using MathNet.Numerics;

namespace FeatureLearning.Tests.Sampling;

/// <summary>The two likelihoods: values against dense formulas, gradients against central differences, both forms, both linear algebras.</summary>
public class LikelihoodTests
{
    /// <summary>Activation, N, D, P: P×P and N×N forms, row spaces smaller and larger than the input space.</summary>
    public static TheoryData<Activation, int, int, int> Cases
    {
        get
        {
            var rows = new TheoryData<Activation, int, int, int>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                rows.Add(activation, 7, 5, 4);
                rows.Add(activation, 4, 3, 9);
                rows.Add(activation, 1, 1, 1);
                rows.Add(activation, 20, 11, 17);
            }

            return rows;
        }
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Marginal_value_is_the_dense_normal_density(Backend backend, Activation activation, int n, int d, int p)
    {
        var (problem, theta) = Problem(activation, n, d, p, hiddenOnly: true);
        var phi = Features(problem, theta);
        var a = (problem.Network.ReadoutPriorVariance * phi * phi.Transpose()) + (problem.Network.Noise * Matrix<double>.Build.DenseIdentity(p));
        var y = problem.Data.Targets;
        var expected = -0.5 * (Math.Log(a.Determinant()) + y.DotProduct(a.Solve(y)) + (p * Math.Log(2 * Math.PI)));
        Near.Relative(expected, Marginal(problem, backend).Evaluate(theta, new double[theta.Length]), 1e-10);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Joint_value_is_the_dense_normal_density(Backend backend, Activation activation, int n, int d, int p)
    {
        var (problem, theta) = Problem(activation, n, d, p, hiddenOnly: false);
        var w = Vector<double>.Build.Dense(theta[problem.HiddenCount..]) * Math.Sqrt(problem.Network.ReadoutPriorVariance);
        var residual = problem.Data.Targets - (Features(problem, theta) * w);
        var kappa = problem.Network.Noise;
        var expected = -0.5 * ((residual.DotProduct(residual) / kappa) + (p * Math.Log(2 * Math.PI * kappa)));
        Near.Relative(expected, Joint(problem, backend).Evaluate(theta, new double[theta.Length]), 1e-11);
    }

    [Theory]
    [OnManaged]
    [OnNative]
    public void Gradients_are_central_differences(Backend backend, Activation activation, int n, int d, int p)
    {
        var (problem, hidden) = Problem(activation, n, d, p, hiddenOnly: true);
        Near.Relative(Differences(Marginal(problem, backend), hidden), Gradient(Marginal(problem, backend), hidden), 1e-6, "marginal", 1);
        var all = Problem(activation, n, d, p, hiddenOnly: false).Theta;
        Near.Relative(Differences(Joint(problem, backend), all), Gradient(Joint(problem, backend), all), 1e-6, "joint", 1);
    }

    [Fact]
    public void A_gradient_that_is_wrong_by_a_thousandth_is_seen()
    {
        var (problem, hidden) = Problem(Activation.Erf, 7, 5, 4, hiddenOnly: true);
        var marginal = Marginal(problem, Backend.Managed);
        Assert.ThrowsAny<Exception>(() => Near.Relative(Differences(marginal, hidden), 1.001 * Gradient(marginal, hidden), 1e-6));
    }

    [Fact]
    public void Features_are_those_of_MathNet()
    {
        double[] h = [.. Enumerable.Range(-4000, 8001).Select(i => i * 0.0021), double.NaN, double.PositiveInfinity, -0.0];
        double[] value = new double[h.Length], slope = new double[h.Length];
        FeatureFunction.Evaluate(Activation.Erf, h, value, slope);
        for (var i = 0; i < h.Length - 3; i++)
        {
            Near.Absolute(SpecialFunctions.Erf(h[i]), value[i], 5e-16, "erf");
            Near.Relative(2 / Math.Sqrt(Math.PI) * Math.Exp(-h[i] * h[i]), slope[i], 1e-14, "erf′", 1e-300);
        }

        Assert.True(double.IsNaN(value[^3]));
        Assert.Equal(1, value[^2]);
        FeatureFunction.Evaluate(Activation.Tanh, h, value, slope);
        for (var i = 0; i < h.Length - 3; i++)
        {
            Near.Absolute(Math.Tanh(h[i]), value[i], 5e-16, "tanh");
            Near.Relative(1 / Math.Pow(Math.Cosh(h[i]), 2), slope[i], 1e-14, "tanh′");
        }

        Assert.True(double.IsNaN(value[^3]));
        FeatureFunction.Evaluate(Activation.Relu, h, value, slope);
        Assert.Equal(h.SkipLast(3).Select(x => Math.Max(x, 0)), value.SkipLast(3));
        Assert.Equal(h.SkipLast(3).Select(x => x > 0 ? 1.0 : 0), slope.SkipLast(3));
    }

    [Theory]
    [InlineData(4, 9, 3)]
    [InlineData(4, 9, 7)]
    [InlineData(9, 4, 3)]
    [InlineData(5, 5, 2)]
    public void Row_space_and_complement_keep_every_inner_product(int p, int d, int n)
    {
        var draws = new Draws(p + (10 * d));
        Matrix<double> x = draws.Matrix(p, d), test = draws.Matrix(n, d);
        var network = Network.FromVariances(2, d, Activation.Linear, 1.7, 1, 1, 0.1);
        var space = new RowSpace(network, x, test);
        Assert.Equal(Math.Min(p, d), space.Rank);
        var all = Matrix<double>.Build.Dense(p + n, space.Rank, space.AllDesign);
        var seen = all * all.Transpose();
        if (space.ComplementRank > 0)
        {
            var across = Matrix<double>.Build.Dense(n, space.ComplementRank, space.Complement);
            Assert.True(space.ComplementRank <= Math.Min(n, d - space.Rank));
            seen.SetSubMatrix(p, p, seen.SubMatrix(p, n, p, n) + (across * across.Transpose()));
        }

        Near.Relative(x.Stack(test) * x.Stack(test).Transpose() * network.HiddenPriorVariance, seen, 1e-13);
    }

    private static MarginalLikelihood Marginal(SamplingProblem problem, Backend backend) => new(problem, DenseRoutines.Of(backend.Algebra()));

    private static JointLikelihood Joint(SamplingProblem problem, Backend backend) => new(problem, DenseRoutines.Of(backend.Algebra()));

    private static (SamplingProblem Problem, double[] Theta) Problem(Activation activation, int n, int d, int p, bool hiddenOnly)
    {
        var draws = new Draws(2000 + n + p); // no pre-activation within a difference of a kink of relu
        var problem = new SamplingProblem(Network.FromVariances(n, d, activation, 1.7, 1.3, 2, 0.1), draws.Data(p, d));
        return (problem, draws.Vector(problem.HiddenCount + (hiddenOnly ? 0 : n)).ToArray());
    }

    // Φ through the weights themselves, V = √(g_v/D) Z Bᵀ.
    private static Matrix<double> Features(SamplingProblem problem, double[] theta)
    {
        var (n, r) = (problem.Network.Width, problem.Space.Rank);
        var z = Matrix<double>.Build.Dense(r, n, theta[..(r * n)]);
        var weights = problem.Space.Basis * z * Math.Sqrt(problem.Network.HiddenPriorVariance);
        return (problem.Data.Inputs * weights).Map<double>(problem.Network.Activation switch
        {
            Activation.Linear => h => h,
            Activation.Erf => SpecialFunctions.Erf,
            Activation.Tanh => Math.Tanh,
            _ => h => Math.Max(h, 0),
        });
    }

    private static Vector<double> Gradient(ILikelihood likelihood, double[] theta)
    {
        var gradient = new double[theta.Length];
        likelihood.Evaluate(theta, gradient);
        return Vector<double>.Build.Dense(gradient);
    }

    private static Vector<double> Differences(ILikelihood likelihood, double[] theta)
    {
        const double Step = 1e-5;
        var scratch = new double[theta.Length];
        double At(int i, double shift)
        {
            double[] moved = [.. theta];
            moved[i] += shift;
            return likelihood.Evaluate(moved, scratch);
        }

        return Vector<double>.Build.Dense(theta.Length, i => (At(i, Step) - At(i, -Step)) / (2 * Step));
    }
}
