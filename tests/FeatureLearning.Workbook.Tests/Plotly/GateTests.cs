using System.Text.Json.Nodes;
using FeatureLearning.Networks;
using FeatureLearning.Plotly;
using FeatureLearning.Sampling;
using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Tasks;

namespace FeatureLearning.Workbook.Tests.Plotly;

/// <summary>The stamp on figures whose sampled points have not converged, and its absence where they have.</summary>
public sealed class GateTests
{
    private static readonly Figure Plain = Figure.New("t").Markers([1], [2], Series.Sampled, error: [0.1]).Caption("What to see.");

    [Fact]
    public void Sampled_points_that_pass_leave_the_figure_as_it_is()
    {
        var gated = Plain.Gate(Sampled(draws: 1000));
        Assert.Equal(Plain.ToJson(), gated.ToJson());
        Assert.Equal(Plain.ToHtml(), gated.ToHtml());
    }

    [Fact]
    public void Sampled_points_that_fail_are_stamped_with_the_reasons_in_every_form()
    {
        var gated = Plain.Gate(Sampled(draws: 1000), Sampled(draws: 20));
        var layout = JsonNode.Parse(gated.ToJson())!["layout"]!;
        Assert.All(new[] { layout, layout["meta"]!["narrow"]! }, one => Assert.Single(one["annotations"]!.AsArray(), IsStamp));
        var caption = (string)layout["meta"]!["caption"]!;
        Assert.StartsWith("Not converged: ", caption, StringComparison.Ordinal);
        Assert.Contains("ESS", caption, StringComparison.Ordinal);
        Assert.EndsWith("What to see.", caption, StringComparison.Ordinal);
        Assert.Contains("Not converged: ", gated.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("Not converged: ", gated.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stamp_survives_captions_and_grids()
    {
        var failed = Plain.Gate(new GateVerdict(["R̂ = 1.2"]));
        var grid = Figure.Grid(1, 2, failed.Caption("later"), Plain).Caption("of the grid");
        Assert.Single(JsonNode.Parse(grid.ToJson())!["layout"]!["annotations"]!.AsArray(), IsStamp);
        Assert.Equal("Not converged: R̂ = 1.2. of the grid", (string?)JsonNode.Parse(grid.ToJson())!["layout"]!["meta"]!["caption"]);
        Assert.DoesNotContain("2 sampled", Figure.Grid(1, 2, failed, failed).ToString(), StringComparison.Ordinal);
        var twice = failed.Gate(new GateVerdict(["ESS"]));
        Assert.Contains("2 sampled posteriors, the first: R̂ = 1.2", twice.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("converged", Figure.Grid(1, 2, Plain, Plain.Gate(new GateVerdict([]))).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_signs_of_neurons_matter_to_no_figure_of_an_odd_activation_but_to_one_that_shows_them()
    {
        var slow = Sampled(draws: 1000);
        double[,] wanted = slow.Traces(SampledScalar.ReadoutMean);
        Assert.Equal(
            PublicationGate.Default.Check(ChainDiagnostics.Of(wanted)).Passes, PublicationGate.Default.Check(slow, SampledScalar.ReadoutMean).Passes);
        Assert.True(PublicationGate.Default.Check(slow).Passes);
    }

    [Fact]
    public void A_run_without_numbers_is_stamped_too()
    {
        var diverged = SamplerRun.Run(Problem(), new Langevin(50), new RunSettings { Draws = 400 });
        Assert.Equal(SamplingStatus.Diverged, diverged.Status);
        Assert.Contains("no longer finite", Plain.Gate(diverged).ToString(), StringComparison.Ordinal);
    }

    private static bool IsStamp(JsonNode? annotation) => (string?)annotation!["text"] == "not converged";

    private static SampledPosterior Sampled(int draws) => SamplerRun.Run(Problem(), new Hmc(), new RunSettings { Draws = draws, Warmup = 200 });

    private static SamplingProblem Problem()
    {
        var task = TeacherTask.Linear(InputDistribution.Gaussian, 3, 4, 1, seed: 1);
        return new SamplingProblem(Network.FromVariances(3, 3, Activation.Erf, gv: 1, gw: 1, chi: 1, kappa: 0.5), task.Train);
    }
}
