using FeatureLearning.Sampling;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Sampling;

namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>The fields of one kind of block, for example of the task "ising".</summary>
/// <param name="Key">The key that names the kind ("task"), or null for networks, which are all of one kind.</param>
/// <param name="Name">Its value ("ising").</param>
/// <param name="Fields">The other keys.</param>
internal sealed record GridSchema(string? Key, string Name, params IReadOnlyList<GridField> Fields)
{
    public GridField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>What a grid can hold: networks and methods as the options of <c>solve</c> and <c>sample</c>, and the library's tasks.</summary>
internal static class GridSchemas
{
    public const string TaskKey = "task", TheoryKey = "theory", SamplerKey = "sampler", FilesTask = "files", DigitsTask = "drawn-digits";

    private static readonly RunSettings Defaults = new();

    private static readonly GridField[] Sizes = [GridField.Count("dimension"), GridField.Count("train"), GridField.Count("test")];

    private static readonly GridField Inputs = GridField.Text("inputs", "gaussian", "ising") with { Default = "gaussian" };

    private static readonly GridField LabelNoise = GridField.Real("label_noise") with { Least = 0, Default = 0.0 };

    private static readonly GridField Separation = GridField.Real("separation") with { Least = 0 };

    /// <summary>A network; which priors go together is <see cref="Solving.NetworkParameters"/>' to check.</summary>
    public static GridSchema Network { get; } = new(
        null, "network",
        [GridField.Count("width"), GridField.Text("activation", [.. NetworkOptions.Activations.Keys]),
            .. NetworkNotation.All.Select(name => GridField.Positive(name) with { IsOptional = true })]);

    /// <summary>Every task, by the value of "task".</summary>
    public static IReadOnlyList<GridSchema> Tasks { get; } =
    [
        new(TaskKey, "ising", [.. Sizes, GridField.Real("probability") with { Least = 0, Most = 1 }]),
        new(TaskKey, "linear-teacher", [Inputs, .. Sizes, GridField.Real("amplitude") with { Default = 1.0 }, LabelNoise]),
        new(TaskKey, "hermite-teacher", [Inputs, .. Sizes, GridField.Real("cubic"), LabelNoise]),
        new(TaskKey, "hidden-layer-teacher",
            [Inputs, .. Sizes, GridField.Count("hidden"), GridField.Text("teacher_activation", [.. NetworkOptions.Activations.Keys]), LabelNoise]),
        new(TaskKey, "two-classes", [.. Sizes, Separation]),
        new(TaskKey, "xor", [.. Sizes, Separation]),
        new(TaskKey, DigitsTask,
            [Digit("plus"), Digit("minus"), .. Sizes[1..], Count("side", 28, 8) with { Most = 256 },
                Separation with { Name = "distortion", Default = 1.0 }, Separation with { Name = "noise", Default = 0.05 }]),
        new(TaskKey, FilesTask, [GridField.Text("train_x"), GridField.Text("train_y"), OptionalText("test_x"), OptionalText("test_y")]),
    ];

    /// <summary>Every theory, by the value of "theory".</summary>
    public static IReadOnlyList<GridSchema> Solvers { get; } = [.. Theories.Names.Select(name => new GridSchema(
        TheoryKey, name, Theories.IsSampled(Theories.Parse(name)) ? [Optional("particles"), Optional("rounds", 6), Optional("replicas")] : []))];

    /// <summary>Every sampler, by the value of "sampler".</summary>
    public static IReadOnlyList<GridSchema> Samplers { get; } = [.. SampleRequest.Samplers.Select(name => new GridSchema(
        SamplerKey, name,
        [.. StepSize(name), Count("chains", Defaults.Chains), Count("warmup", Defaults.Warmup, 0), Count("draws", Defaults.Draws), Count("thin", Defaults.Thinning)]))];

    /// <summary>The seeds of a grid.</summary>
    public static GridField Seed { get; } = GridField.Count("seeds", 0);

    // As the command: langevin needs one, gibbs has none, the others tune theirs.
    private static GridField[] StepSize(string sampler) => sampler switch
    {
        "gibbs" => [],
        "langevin" => [GridField.Positive("step_size"), GridField.Text("precision", [.. SampleRequest.Precisions]) with { IsOptional = true }],
        _ => [GridField.Positive("step_size") with { IsOptional = true }],
    };

    private static GridField Count(string name, int otherwise, int least = 1) => GridField.Count(name, least) with { Default = otherwise };

    private static GridField Digit(string name) => GridField.Count(name, 0) with { Most = 9 };

    private static GridField Optional(string name, int least = 1) => GridField.Count(name, least) with { IsOptional = true };

    private static GridField OptionalText(string name) => GridField.Text(name) with { IsOptional = true };
}
