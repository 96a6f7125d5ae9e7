using FeatureLearning.Networks;
using FeatureLearning.Tasks;

namespace FeatureLearning.Tests.Tasks;

/// <summary>What holds for every task: seeds, nesting, shapes.</summary>
public class EveryTaskTests
{
    private static readonly Dictionary<string, Func<int, int, int, LearningTask>> Makers = new()
    {
        ["Ising"] = (train, test, seed) => IsingTask.Draw(7, train, test, 0.6, seed),
        ["linear, Gaussian"] = (train, test, seed) => TeacherTask.Linear(InputDistribution.Gaussian, 7, train, test, seed),
        ["linear, Ising, noisy"] = (train, test, seed) => TeacherTask.Linear(InputDistribution.Ising, 7, train, test, seed, 2, 0.3),
        ["Hermite, noisy"] = (train, test, seed) => TeacherTask.Hermite(InputDistribution.Gaussian, 7, train, test, 0.5, seed, 0.1),
        ["hidden layer"] = (train, test, seed) => TeacherTask.HiddenLayer(InputDistribution.Ising, 7, train, test, 3, Activation.Relu, seed),
        ["two classes"] = (train, test, seed) => MixtureTask.TwoClasses(7, train, test, 0.4, seed),
        ["XOR"] = (train, test, seed) => MixtureTask.Xor(7, train, test, 0.4, seed),
    };

    public static TheoryData<string> Names => new(Makers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_data_and_another_seed_others(string name)
    {
        LearningTask task = Makers[name](12, 6, 5), again = Makers[name](12, 6, 5), other = Makers[name](12, 6, 6);
        Assert.Equal(task.Train.Inputs, again.Train.Inputs);
        Assert.Equal(task.Train.Targets, again.Train.Targets);
        Assert.Equal(task.Test.Inputs, again.Test.Inputs);
        Assert.Equal(task.Test.Targets, again.Test.Targets);
        Assert.NotEqual(task.Train.Inputs, other.Train.Inputs);
        Assert.NotEqual(task.Train.Inputs.Row(0), task.Test.Inputs.Row(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_points_do_not_depend_on_how_many_are_drawn(string name)
    {
        var large = Makers[name](57, 20, 9);
        foreach (var count in new[] { 1, 2, 13, 40 })
        {
            var small = Makers[name](count, 3, 9);
            Assert.Equal(large.Train.Take(count).Inputs, small.Train.Inputs);
            Assert.Equal(large.Train.Take(count).Targets, small.Train.Targets);
            Assert.Equal(large.Test.Take(3).Inputs, small.Test.Inputs);
            Assert.Equal(large.Test.Take(3).Targets, small.Test.Targets);
            Assert.Equal(large.Teacher, small.Teacher);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_are_the_ones_asked_for_and_the_teacher_is_a_unit_vector(string name)
    {
        var task = Makers[name](12, 6, 5);
        Assert.Equal((12, 7, 6, 7), (task.Train.Count, task.Train.InputDimension, task.Test.Count, task.Test.InputDimension));
        Assert.Equal(7, task.Teacher.Count);
        Near.Relative(1, task.Teacher.L2Norm(), 1e-14, "|teacher|");
        Assert.NotEmpty(task.Name);
    }
}
