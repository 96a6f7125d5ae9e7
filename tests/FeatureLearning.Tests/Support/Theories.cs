using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests;

/// <summary>All solvers by their names, for statements that hold for each of them.</summary>
internal static class Theories
{
    public static readonly TheoryKind[] ForLinear =
        [TheoryKind.Nngp, TheoryKind.Exact, TheoryKind.TreeLevel, TheoryKind.OneLoop, TheoryKind.OneLoopStrict, TheoryKind.Proportional];

    public static readonly TheoryKind[] ForAll = [TheoryKind.Nngp, TheoryKind.Proportional];

    /// <summary>Every theory with every activation that it is solved for.</summary>
    public static TheoryData<TheoryKind, Activation> WithActivations
    {
        get
        {
            var rows = new TheoryData<TheoryKind, Activation>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var theory in activation == Activation.Linear ? ForLinear : ForAll)
                {
                    rows.Add(theory, activation);
                }
            }

            return rows;
        }
    }

    public static Posterior Solve(TheoryKind theory, Network network, TrainingKernel kernel) => theory switch
    {
        TheoryKind.Nngp => Nngp.Solve(network, kernel),
        TheoryKind.Exact => ExactLinear.Solve(network, kernel),
        TheoryKind.TreeLevel => TreeLevel.Solve(network, kernel),
        TheoryKind.OneLoop => OneLoop.Solve(network, kernel),
        TheoryKind.OneLoopStrict => OneLoop.SolveStrict(network, kernel),
        TheoryKind.Proportional => ProportionalLimit.Solve(network, kernel),
        _ => throw new ArgumentOutOfRangeException(nameof(theory)),
    };

    public static Posterior Solve(TheoryKind theory, Network network, DataSet data) =>
        Solve(theory, network, TrainingKernel.On(network, data));

    /// <summary>All scalars, vectors and matrices that a posterior answers, by name.</summary>
    public static IEnumerable<(string Name, Matrix<double> Value)> Answers(Posterior posterior, Matrix<double> inputs)
    {
        static Matrix<double> Scalar(double value) => Matrix<double>.Build.Dense(1, 1, value);
        var prediction = posterior.Predict(inputs);
        yield return ("order parameter", Scalar(posterior.OrderParameter));
        yield return ("action", Scalar(posterior.Action));
        yield return ("⟨w²⟩", Scalar(posterior.ReadoutSecondMoment));
        yield return ("⟨w⟩", Scalar(posterior.ReadoutMean));
        yield return ("discrepancy", posterior.Discrepancy.ToColumnMatrix());
        yield return ("train mean", posterior.TrainMean.ToColumnMatrix());
        yield return ("test mean", prediction.Mean.ToColumnMatrix());
        yield return ("test variance", prediction.Variance.ToColumnMatrix());
        yield return ("train covariance", posterior.TrainCovariance());
        yield return ("test covariance", posterior.Covariance(inputs));
        yield return ("feature kernel", posterior.FeatureKernel());
        yield return ("test feature kernel", posterior.FeatureKernel(inputs));
        yield return ("⟨vvᵀ⟩", posterior.HiddenSecondMoment());
        yield return ("⟨wv⟩", posterior.ReadoutHiddenCorrelation().ToColumnMatrix());
    }
}
