using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Observables;

/// <summary>yᵀ⟨Φ⟩y/P² by its short cut and by the kernel itself, for every closed-form theory of every activation.</summary>
public sealed class StrengthTests
{
    public static TheoryData<TheoryKind, Activation> Cases
    {
        get
        {
            var cases = new TheoryData<TheoryKind, Activation> { { TheoryKind.Exact, Activation.Linear } };
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var theory in FeatureLearning.Theory.Theories.Approximations(activation))
                {
                    cases.Add(theory, activation);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_short_cut_is_the_kernel_between_the_targets(TheoryKind theory, Activation activation)
    {
        var network = Network.FromVariances(60, 8, activation, 1.3, 0.7, 2, 0.1);
        var posterior = FeatureLearning.Theory.Theories.Solve(theory, network, TrainingKernel(network));
        Near.Relative(Alignment.Strength(posterior.FeatureKernel(), posterior.Kernel.Data.Targets), Alignment.Strength(posterior), 1e-11);

        static FeatureLearning.Kernels.TrainingKernel TrainingKernel(Network network) =>
            FeatureLearning.Kernels.TrainingKernel.On(network, new Draws(5).Data(14, 8));
    }
}
