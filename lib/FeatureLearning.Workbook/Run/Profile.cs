namespace FeatureLearning.Workbook.Run;

/// <summary>How much a run computes. Notebooks read the name from <see cref="Variable"/>.</summary>
internal sealed record Profile(string Name, TimeSpan CellTimeout)
{
    public const string Variable = "WORKBOOK_PROFILE";

    public static Profile Fast { get; } = new("fast", TimeSpan.FromMinutes(10));

    public static Profile Full { get; } = new("full", TimeSpan.FromHours(2));

    public static Profile Named(string name) => name == Full.Name ? Full : Fast;
}
