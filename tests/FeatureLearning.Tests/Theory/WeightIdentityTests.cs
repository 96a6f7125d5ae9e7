using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>Identities between weights, features and predictions.</summary>
public class WeightIdentityTests
{
    public static TheoryData<TheoryKind> Adaptive => new(Theories.ForLinear.Where(theory => theory != TheoryKind.Nngp));

    public static TheoryData<TheoryKind, Activation> WithActivations => Theories.WithActivations;

    /// <summary>A linear network is ⟨f(x)⟩ = Σᵢ⟨wᵢVᵢ⟩·x = N⟨wv⟩·x.</summary>
    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Readout_and_hidden_weights_together_are_the_mean_predictor(TheoryKind theory)
    {
        var draws = new Draws(21);
        var (data, there) = (draws.Data(12, 7), draws.Matrix(5, 7));
        var network = Network.FromVariances(20, 7, Activation.Linear, 0.7, 1.2, 3, 0.1);
        var posterior = Theories.Solve(theory, network, data);
        var predictor = network.Width * posterior.ReadoutHiddenCorrelation();
        Near.Relative(there * predictor, posterior.Predict(there).Mean, 1e-11, "test");
        Near.Relative(data.Inputs * predictor, posterior.TrainMean, 1e-11, "train");
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Covariances_are_positive_semidefinite_and_their_diagonal_is_the_variance(TheoryKind theory, Activation activation)
    {
        var draws = new Draws(22);
        var (data, there) = (draws.Data(15, 6), draws.Matrix(8, 6));
        var network = Network.FromVariances(20, 6, activation, 1.1, 1.2, 3, 0.02);
        var posterior = Theories.Solve(theory, network, TrainingKernel.On(network, data));
        var covariance = posterior.Covariance(there);
        Near.Relative(posterior.Predict(there).Variance, covariance.Diagonal(), 1e-11, "diagonal");
        Matrix<double>[] moments =
            [posterior.TrainCovariance(), covariance, posterior.FeatureKernel(), posterior.FeatureKernel(there), posterior.HiddenSecondMoment()];
        foreach (var matrix in moments)
        {
            Assert.True(matrix.IsSymmetric());
            var values = matrix.Evd(Symmetricity.Symmetric).EigenValues.Real();
            Assert.True(values.Minimum() > -1e-12 * values.Maximum());
        }
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Predicting_the_training_points_gives_the_train_mean(TheoryKind theory, Activation activation)
    {
        var data = new Draws(23).Data(10, 6);
        var network = Network.FromVariances(20, 6, activation, 1.1, 1.2, 3, 0.02);
        var posterior = Theories.Solve(theory, network, data);

        // The strict form expands the mean to first order on every point, so on training points too.
        Near.Relative(posterior.TrainMean, posterior.Predict(data.Inputs).Mean, 1e-11, "mean");
        Near.Relative(data.Targets - posterior.TrainMean, network.Noise * posterior.ScaledDiscrepancy, 1e-13, "Δ = κa");
    }

    /// <summary>For relu, ⟨f⟩ = N⟨wφ⟩ and the mean of w are linked by m: with all bulk features frozen, ⟨w⟩ = λβ mᵀa.</summary>
    [Fact]
    public void Only_features_with_a_mean_give_the_readout_a_mean()
    {
        var draws = new Draws(24);
        var data = new DataSet(draws.Matrix(10, 6), draws.Vector(10).Map(v => Math.Abs(v) + 1));
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var network = Network.FromVariances(20, 6, activation, 1.1, 1.2, 3, 0.02);
            var posterior = ProportionalLimit.Solve(network, data);
            Assert.Equal(activation == Activation.Relu, posterior.ReadoutMean > 0);
            Assert.Equal(activation == Activation.Relu, posterior.Conjugate is not null);
            Assert.True(posterior.ReadoutMean * posterior.ReadoutMean < posterior.ReadoutSecondMoment);
        }
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void Lazy_features_and_weights_keep_their_priors(Activation activation)
    {
        var data = new Draws(25).Data(10, 6);
        var network = Network.FromVariances(20, 6, activation, 1.1, 1.2, 3, 0.02);
        var posterior = Nngp.Solve(network, data);
        Assert.Equal(posterior.Kernel.Features, posterior.FeatureKernel());
        Near.Relative(Matrix<double>.Build.DenseDiagonal(6, 1.1 / 6), posterior.HiddenSecondMoment(), 0);
        Assert.Equal(network.ReadoutPriorVariance, posterior.ReadoutSecondMoment);
        Assert.Equal(0, posterior.ReadoutHiddenCorrelation().L2Norm());
    }
}
