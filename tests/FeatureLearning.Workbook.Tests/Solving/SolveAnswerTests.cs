using System.Diagnostics;
using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Tests.Solving;

/// <summary><c>workbook solve</c>: what it answers, and that the numbers are the library's.</summary>
public sealed class SolveAnswerTests : IDisposable
{
    private readonly SolveFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("nngp", "linear")]
    [InlineData("nngp", "erf")]
    [InlineData("nngp", "relu")]
    [InlineData("exact", "linear")]
    [InlineData("tree-level", "linear")]
    [InlineData("one-loop", "linear")]
    [InlineData("one-loop-strict", "linear")]
    [InlineData("proportional", "linear")]
    [InlineData("proportional", "erf")]
    [InlineData("proportional", "relu")]
    [InlineData("variational", "erf")]
    [InlineData("nngp", "tanh")]
    [InlineData("proportional", "tanh")]
    [InlineData("kernel-adaptation", "linear")]
    [InlineData("kernel-adaptation-one-loop", "linear")]
    public async Task Numbers_are_those_of_the_library_to_the_last_bit(string theory, string activation)
    {
        var network = Network.FromVariances(30, 4, Enum.Parse<Activation>(activation, ignoreCase: true), 1.5, 0.7, 2, 0.3);
        var posterior = Theories.Solve(Theories.Parse(theory), network, TrainingKernel.On(network, files.Task.Train));
        Assert.Equal(SolverStatus.Converged, posterior.Status);

        var answer = await AnswerAsync(theory, activation, "--g-v", "1.5", "--g-w", "0.7", "--chi", "2", "--kappa", "0.3");
        Assert.Equal(theory, answer.GetProperty("theory").GetString());
        Assert.Equal("converged", answer.GetProperty("status").GetString());
        Assert.Equal(posterior.Branch, answer.GetProperty("branch").GetInt32());
        Assert.Equal(posterior.Iterations, answer.GetProperty("iterations").GetInt32());
        Same(posterior.OrderParameter, answer.GetProperty("q"));
        Same(posterior.Action, answer.GetProperty("action"));
        Same(posterior.Residual, answer.GetProperty("residual"));
        Assert.Equal(posterior.Conjugate is not null, answer.TryGetProperty("b", out var b));
        if (posterior.Conjugate is { } conjugate)
            Same(conjugate, b);
        Assert.Equal(activation == "relu" && theory == "proportional", posterior.Conjugate is not null);
        Same(posterior.TrainMean, answer.GetProperty("train").GetProperty("mean"));
        var prediction = posterior.Predict(files.Task.Test.Inputs);
        Same(prediction.Mean, answer.GetProperty("test").GetProperty("mean"));
        Same(prediction.Variance, answer.GetProperty("test").GetProperty("variance"));
        var loss = Loss.Of(prediction, files.Task.Test.Targets);
        Same(loss.SquaredBias, answer.GetProperty("loss").GetProperty("bias2"));
        Same(loss.Variance, answer.GetProperty("loss").GetProperty("variance"));
        Same(loss.Total, answer.GetProperty("loss").GetProperty("total"));
    }

    [Theory]
    [InlineData("single-neuron", "relu")]
    [InlineData("single-neuron-tree", "relu")]
    [InlineData("single-neuron", "tanh")]
    [InlineData("kernel-adaptation", "erf")]
    [InlineData("kernel-adaptation-one-loop", "tanh")]
    public async Task A_sampled_theory_takes_its_options_and_tells_its_errors(string theory, string activation)
    {
        var network = Network.FromVariances(30, 4, Enum.Parse<Activation>(activation, ignoreCase: true), 1, 1, 2, 0.3);
        var options = new SingleNeuronOptions { Particles = 64, FinalRounds = 30, RoundsPerStep = 6, Replicas = 3, Seed = 5 };
        var posterior = Theories.Solve(Theories.Parse(theory), network, TrainingKernel.On(network, files.Task.Train), options);
        Assert.Equal(SolverStatus.Converged, posterior.Status);
        var answer = await AnswerAsync(
            theory, activation, "--chi", "2", "--kappa", "0.3", "--particles", "64", "--rounds", "30", "--replicas", "3", "--seed", "5");
        Same(posterior.OrderParameter, answer.GetProperty("q"));
        Same(posterior.Predict(files.Task.Test.Inputs).Variance, answer.GetProperty("test").GetProperty("variance"));
        Same(Alignment.Strength(posterior.FeatureKernel(), files.Task.Train.Targets), answer.GetProperty("y_phi_y"), 1e-12);
        Same(posterior.OrderParameter, answer.GetProperty("weights").GetProperty("readout_second_moment_over_lambda"), 1e-14);
        Assert.InRange(answer.GetProperty("weights").GetProperty("overlap").GetDouble(), 0, 1 + 1e-12);
        var error = answer.GetProperty("standard_error");
        Same(StandardError.Of(posterior, one => one.OrderParameter), error.GetProperty("q"));
        Same(StandardError.Of(posterior, one => one.TrainMean), error.GetProperty("train_mean"));
        Same(StandardError.Of(posterior, one => one.Predict(files.Task.Test.Inputs).Mean), error.GetProperty("test_mean"));
    }

    [Fact]
    public async Task Options_of_sampling_are_refused_by_other_theories()
    {
        var outcome = await SolveFiles.SolveAsync([.. files.Options("nngp"), "--kappa", "1", "--particles", "5"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--particles is for theories that sample", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_papers_notations_mean_the_same_network()
    {
        var variances = await AnswerAsync("proportional", "erf", "--g-v", "0.5", "--g-w", "4", "--kappa", "0.25");
        var precisions = await AnswerAsync("proportional", "erf", "--lambda0", "2", "--lambda1", "0.25", "--temperature", "0.25");
        Assert.Equal(variances.GetRawText(), precisions.GetRawText());
    }

    [Fact]
    public async Task Without_test_points_there_is_no_test_and_without_test_targets_no_loss()
    {
        var outcome = await SolveFiles.SolveAsync([.. files.Options("nngp"), "--kappa", "1"]);
        var answer = Parse(outcome);
        Assert.False(answer.TryGetProperty("test", out _));
        Assert.False(answer.TryGetProperty("loss", out _));
        answer = Parse(await SolveFiles.SolveAsync([.. files.Options("nngp"), "--kappa", "1", "--test-x", files.File("tx.csv")]));
        Assert.True(answer.TryGetProperty("test", out _));
        Assert.False(answer.TryGetProperty("loss", out _));
    }

    [Fact]
    public async Task A_file_gets_what_standard_output_would_and_nothing_else_is_left()
    {
        string[] call = [.. files.Options("exact"), .. files.Test, "--kappa", "0.1"];
        var printed = await SolveFiles.SolveAsync(call);
        files.Write("out/answer.json", "an older answer, longer than nothing");
        var written = await SolveFiles.SolveAsync([.. call, "--out", files.File("out/answer.json")]);
        Assert.Equal((0, "", ""), (written.ExitCode, written.Output, written.Errors));
        Assert.Equal(printed.Output, await File.ReadAllTextAsync(files.File("out/answer.json")));
        Assert.Equal(["answer.json"], Directory.GetFileSystemEntries(files.File("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_of_other_editors_are_read_alike()
    {
        string[] rows = SolveFiles.Csv(files.Task.Train.Inputs).TrimEnd().Split('\n');
        var expected = (await SolveFiles.SolveAsync([.. files.Options("nngp"), "--kappa", "1"])).Output;
        string[] variants =
        [
            "\uFEFF" + string.Join("\n", rows),
            string.Join("\r\n", rows) + "\r\n",
            string.Join("\n", rows) + "\n\n \n\t\n",
            string.Join("\n", rows.Select(row => "  " + row.Replace(",", " ,\t", StringComparison.Ordinal) + " ")),
            string.Join("\n", rows.Select(row => string.Join(",", row.Split(',').Select(n => n.StartsWith('-') ? n : "+" + n)))),
        ];
        foreach (var variant in variants)
        {
            files.Write("variant.csv", variant);
            var outcome = await SolveFiles.SolveAsync([.. files.Options("nngp", x: "variant.csv"), "--kappa", "1"]);
            Assert.True(outcome.ExitCode == 0, outcome.Errors + variant);
            Assert.Equal(expected, outcome.Output);
        }
    }

    [Fact]
    public async Task The_users_culture_changes_nothing()
    {
        string[] call = ["solve", .. files.Options("proportional", "relu"), .. files.Test, "--kappa", "0.25"];
        var expected = await WorkbookProcess.RunAsync(call);
        ProcessStartInfo german = WorkbookProcess.Prepare(WorkbookProcess.Repository, call);
        foreach (var variable in (string[])["LANG", "LC_ALL", "LC_NUMERIC"])
            german.Environment[variable] = "de_DE.UTF-8";
        var outcome = await WorkbookProcess.RunAsync(german);
        Assert.Equal((expected.ExitCode, expected.Output), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public async Task Without_a_solution_the_status_says_so_and_there_are_no_numbers()
    {
        var task = FeatureLearning.Tasks.TeacherTask.Linear(FeatureLearning.Tasks.InputDistribution.Gaussian, 80, 60, 3, 1);
        files.Write("x60.csv", SolveFiles.Csv(task.Train.Inputs));
        files.Write("y60.csv", SolveFiles.Csv(task.Train.Targets));
        files.Write("t60.csv", SolveFiles.Csv(task.Test.Inputs));
        files.Write("u60.csv", SolveFiles.Csv(task.Test.Targets));
        var outcome = await SolveFiles.SolveAsync(
            "--theory", "one-loop", "--train-x", files.File("x60.csv"), "--train-y", files.File("y60.csv"), "--test-x", files.File("t60.csv"),
            "--test-y", files.File("u60.csv"), "--width", "40", "--activation", "linear", "--kappa", "0.05");
        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Errors));
        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("no-solution", answer.GetProperty("status").GetString());
        Assert.NotEqual("", answer.GetProperty("message").GetString());
        foreach (var path in (string[])["q", "action", "train/mean", "test/mean", "test/variance", "loss/bias2", "loss/variance", "loss/total"])
            Assert.Equal(JsonValueKind.Null, path.Split('/').Aggregate(answer, (element, name) => element.GetProperty(name)).ValueKind);
    }

    private async Task<JsonElement> AnswerAsync(string theory, string activation, params string[] parameters) =>
        Parse(await SolveFiles.SolveAsync([.. files.Options(theory, activation), .. files.Test, .. parameters]));

    /// <summary>Standard output is one JSON object and a line feed.</summary>
    private static JsonElement Parse(WorkbookProcess.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("", outcome.Errors);
        Assert.StartsWith("{", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("}\n", outcome.Output, StringComparison.Ordinal);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    private static void Same(Vector<double> expected, JsonElement actual) =>
        Assert.Equal(expected, actual.EnumerateArray().Select(value => value.GetDouble()));

    private static void Same(double expected, JsonElement actual, double tolerance) =>
        Assert.InRange(actual.GetDouble(), expected - (tolerance * Math.Abs(expected)), expected + (tolerance * Math.Abs(expected)));

    private static void Same(double expected, JsonElement actual) =>
        Assert.Equal(double.IsFinite(expected) ? expected : null, actual.ValueKind == JsonValueKind.Null ? null : (double?)actual.GetDouble());
}
