using System.Text.Json;
using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Observables;
using FeatureLearning.Tests.Reference;
using FeatureLearning.Theory;

namespace FeatureLearning.Tests.Reproduce;

/// <summary>
/// d²(T) of the theory brief on its own draw, tables/class_manifolds.json: recovered as numpy's default_rng(3), and computed again to 30 digits
/// with mpmath. The statement, d² not monotone in T, is that of arXiv:2508.20989.
/// </summary>
public class ClassManifoldTableTests
{
    private static readonly JsonElement Table = JsonTable.Root("tables/class_manifolds.json");

    [Fact]
    public void The_proportional_limit_gives_the_table_to_ten_digits_and_the_brief_to_its_last()
    {
        var data = new DataSet(Table.Matrix("X"), Table.Vector("y"));
        var kernel = TrainingKernel.On(At(1), data);
        Near.Relative(Table.Number("prior_squared_distance"), ClassManifolds.Of(kernel.Features, data.Targets).SquaredDistance, 1e-10, "prior");
        foreach (var expected in Table.GetProperty("cases").EnumerateArray())
        {
            var posterior = ProportionalLimit.Solve(At(expected.Number("T")), kernel);
            var distance = ClassManifolds.Of(posterior, data).SquaredDistance;
            Near.Relative(expected.Number("Q"), posterior.OrderParameter, 1e-10, "Q");
            Near.Relative(expected.Number("squared_distance"), distance, 1e-10, "d²");
            Near.Absolute(expected.Number("brief"), distance, 5.1e-5, "d² of the brief, four digits");
        }
    }

    private static Network At(double temperature) => Network.FromPrecisions(100, 50, Activation.Erf, 1, 1, temperature);
}
