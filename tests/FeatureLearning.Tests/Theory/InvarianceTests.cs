using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Theory;

/// <summary>Symmetries of the model, for every theory.</summary>
public class InvarianceTests
{
    private static readonly Draws Source = new(31);
    private static readonly DataSet Data = Source.Data(11, 6);
    private static readonly Matrix<double> There = Source.Matrix(5, 6);
    private static readonly Matrix<double> Rotation = Source.Rotation(6);

    public static TheoryData<TheoryKind> Linear => new(Theories.ForLinear);

    public static TheoryData<TheoryKind, Activation> WithActivations => Theories.WithActivations;

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Permuted_data_give_permuted_answers(TheoryKind theory, Activation activation)
    {
        int[] order = [3, 1, 10, 0, 7, 2, 9, 4, 8, 6, 5], orderThere = [4, 0, 3, 1, 2];
        var rows = Permutation(order);
        var rowsThere = Permutation(orderThere);
        var permuted = new DataSet(rows * Data.Inputs, rows * Data.Targets);
        var before = Theories.Answers(Solve(theory, activation, Data), There);
        var after = Theories.Answers(Solve(theory, activation, permuted), rowsThere * There);
        foreach (var (expected, actual) in before.Zip(after))
        {
            Near.Relative(Permute(expected.Value, rows, rowsThere), actual.Value, 1e-11, expected.Name, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Rotated_inputs_leave_outputs_unchanged_and_rotate_the_weights(TheoryKind theory, Activation activation)
    {
        var before = Theories.Answers(Solve(theory, activation, Data), There);
        var after = Theories.Answers(
            Solve(theory, activation, new DataSet(Data.Inputs * Rotation, Data.Targets)), There * Rotation);
        foreach (var (expected, actual) in before.Zip(after))
        {
            var rotated = expected.Name switch
            {
                "⟨vvᵀ⟩" => Rotation.Transpose() * expected.Value * Rotation,
                "⟨wv⟩" => Rotation.Transpose() * expected.Value,
                _ => expected.Value,
            };
            Near.Relative(rotated, actual.Value, 1e-11, expected.Name, 1e-12);
        }
    }

    /// <summary>
    /// χ → cχ at constant κχ divides K and κ by c. With y → y/√c the substitution f → f/√c maps one model on the other: means
    /// shrink by √c, covariances and ⟨w²⟩ by c, ⟨wv⟩ by √c; Q, ⟨Φ⟩ and ⟨vvᵀ⟩ stay.
    /// </summary>
    [Theory]
    [MemberData(nameof(WithActivations))]
    public void Raising_chi_at_constant_kappa_chi_is_raising_the_targets(TheoryKind theory, Activation activation)
    {
        const double c = 9;
        var network = Small(activation);
        var scaled = new DataSet(Data.Inputs, Data.Targets / Math.Sqrt(c));
        var before = Theories.Answers(Theories.Solve(theory, network, Data), There);
        var after = Theories.Answers(Theories.Solve(theory, network.AtScaling(c * network.Scaling), scaled), There);
        foreach (var (expected, actual) in before.Zip(after))
        {
            var value = expected.Name switch
            {
                "discrepancy" or "train mean" or "test mean" or "⟨wv⟩" or "⟨w⟩" => expected.Value / Math.Sqrt(c),
                "test variance" or "train covariance" or "test covariance" or "⟨w²⟩" => expected.Value / c,
                "action" => expected.Value - (Determinants(theory) * Data.Count * Math.Log(c) / network.Width),
                _ => expected.Value,
            };
            Near.Relative(value, actual.Value, 1e-10, expected.Name, 1e-12);
        }
    }

    [Theory]
    [InlineData(Activation.Linear)]
    [InlineData(Activation.Erf)]
    [InlineData(Activation.Relu)]
    public void Another_scaling_with_the_noise_along_leaves_the_lazy_mean_unchanged(Activation activation)
    {
        var network = Small(activation);
        var before = Nngp.Solve(network, Data);
        var after = Nngp.Solve(network.AtScaling(17), Data);
        Near.Relative(before.TrainMean, after.TrainMean, 1e-12, "train");
        Near.Relative(before.Predict(There).Mean, after.Predict(There).Mean, 1e-12, "test");
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Inputs_and_hidden_prior_enter_by_their_product(TheoryKind theory)
    {
        var network = Small(Activation.Linear);
        var other = Network.FromVariances(20, 6, Activation.Linear, network.HiddenVariance / 4, 1.2, 3, 0.05);
        var before = Theories.Solve(theory, network, Data);
        var after = Theories.Solve(theory, other, new DataSet(2 * Data.Inputs, Data.Targets));
        Near.Relative(before.TrainMean, after.TrainMean, 1e-12, "mean");
        Near.Relative(before.Action, after.Action, 1e-12, "action");
        Near.Relative(before.HiddenSecondMoment() / 4, after.HiddenSecondMoment(), 1e-12, "⟨vvᵀ⟩");
    }

    // log det A is in the action of every theory that counts fluctuations of the output; not at tree level.
    private static double Determinants(TheoryKind theory) => theory is TheoryKind.TreeLevel ? 0 : 1;

    private static Network Small(Activation activation) => Network.FromVariances(20, 6, activation, 1.1, 1.2, 3, 0.05);

    private static Posterior Solve(TheoryKind theory, Activation activation, DataSet data) =>
        Theories.Solve(theory, Small(activation), data);

    private static Matrix<double> Permutation(int[] order) =>
        Matrix<double>.Build.Dense(order.Length, order.Length, (i, j) => order[i] == j ? 1 : 0);

    private static Matrix<double> Permute(Matrix<double> value, Matrix<double> train, Matrix<double> test)
    {
        static bool Fits(Matrix<double> value, Matrix<double> p) => value.RowCount == p.RowCount;
        var p = Fits(value, train) ? train : Fits(value, test) ? test : null;
        return p is null ? value : value.ColumnCount == 1 ? p * value : p * value * p.Transpose();
    }
}
