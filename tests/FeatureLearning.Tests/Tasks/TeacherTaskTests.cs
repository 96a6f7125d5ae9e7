using FeatureLearning.Networks;
using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

/// <remarks>Statistical bounds are 4.5 standard errors (a false alarm in 7·10⁻⁶ of draws); the draws are fixed by their seeds.</remarks>
public class TeacherTaskTests
{
    public static TheoryData<InputDistribution> Inputs => new(Enum.GetValues<InputDistribution>());

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Inputs_have_mean_0_and_variance_1(InputDistribution inputs)
    {
        var x = TeacherTask.Linear(inputs, 40, 2000, 1, seed: 2).Train.Inputs.Enumerate().ToArray();
        Near.Absolute(0, x.Average(), 4.5 / Math.Sqrt(x.Length), "mean");
        Near.Absolute(1, x.Average(v => v * v), 4.5 * Math.Sqrt(2.0 / x.Length), "variance");
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_linear_teacher_is_its_direction_times_the_amplitude(InputDistribution inputs)
    {
        var task = TeacherTask.Linear(inputs, 20, 50, 30, seed: 3, amplitude: 1.5);
        Near.Relative(1.5 * (task.Train.Inputs * task.Teacher), task.Train.Targets, 1e-14);
        Near.Relative(1.5 * (task.Test.Inputs * task.Teacher), task.Test.Targets, 1e-14);
    }

    [Fact]
    public void A_linear_teacher_has_the_variance_of_its_amplitude()
    {
        var y = TeacherTask.Linear(InputDistribution.Gaussian, 20, 20000, 1, seed: 3, amplitude: 1.5).Train.Targets;
        Near.Relative(1.5 * 1.5, y.Average(v => v * v), 4.5 * Math.Sqrt(2.0 / y.Count), "variance");
    }

    [Fact]
    public void Label_noise_is_on_the_training_targets_only_and_has_its_variance()
    {
        var clean = TeacherTask.Linear(InputDistribution.Gaussian, 10, 20000, 500, seed: 4);
        var noisy = TeacherTask.Linear(InputDistribution.Gaussian, 10, 20000, 500, seed: 4, labelNoise: 0.25);
        Assert.Equal(clean.Train.Inputs, noisy.Train.Inputs);
        Assert.Equal(clean.Test.Targets, noisy.Test.Targets);
        var noise = noisy.Train.Targets - clean.Train.Targets;
        Near.Absolute(0, noise.Average(), 4.5 * Math.Sqrt(0.25 / noise.Count), "mean");
        Near.Relative(0.25, noise.Average(v => v * v), 4.5 * Math.Sqrt(2.0 / noise.Count), "variance");
        Near.Absolute(0, noise.DotProduct(clean.Train.Targets) / noise.Count, 4.5 * Math.Sqrt(0.25 / noise.Count), "correlation");
    }

    [Fact]
    public void A_Hermite_teacher_adds_the_third_polynomial()
    {
        var task = TeacherTask.Hermite(InputDistribution.Gaussian, 20, 40000, 10, cubic: 0.7, seed: 5);
        var t = task.Train.Inputs * task.Teacher;
        Near.Relative(t.Map(v => v + (0.7 * ((v * v * v) - (3 * v)) / Math.Sqrt(6))), task.Train.Targets, 1e-13);

        // Var y = 1 + c²; the kurtosis of He₃ makes its estimate's error about 13/√P.
        Near.Absolute(1 + 0.49, task.Train.Targets.Average(v => v * v), 4.5 * 13 / Math.Sqrt(40000), "variance");
    }

    [Fact]
    public void One_linear_hidden_unit_is_a_linear_teacher()
    {
        var task = TeacherTask.HiddenLayer(InputDistribution.Gaussian, 9, 30, 5, hidden: 1, Activation.Linear, seed: 6);
        var t = task.Train.Inputs * task.Teacher;
        Near.Relative(t * (task.Train.Targets[0] / t[0]), task.Train.Targets, 1e-12);
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        static string? Named(Action make) => Assert.Throws<ArgumentException>(make).ParamName;
        Assert.Equal("dimension", Named(() => TeacherTask.Linear(InputDistribution.Ising, 0, 1, 1, 1)));
        Assert.Equal("train", Named(() => TeacherTask.Hermite(InputDistribution.Ising, 1, 0, 1, 1, 1)));
        Assert.Equal("test", Named(() => TeacherTask.Linear(InputDistribution.Ising, 1, 1, 0, 1)));
        Assert.Equal("hidden", Named(() => TeacherTask.HiddenLayer(InputDistribution.Ising, 1, 1, 1, 0, Activation.Erf, 1)));
        Assert.Equal("activation", Named(() => TeacherTask.HiddenLayer(InputDistribution.Ising, 1, 1, 1, 1, (Activation)7, 1)));
        Assert.Equal("inputs", Named(() => TeacherTask.Linear((InputDistribution)7, 1, 1, 1, 1)));
        foreach (var bad in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Equal("labelNoise", Named(() => TeacherTask.Linear(InputDistribution.Ising, 1, 1, 1, 1, 1, bad)));
        }
    }
}
