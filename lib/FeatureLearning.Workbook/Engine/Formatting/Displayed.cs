namespace FeatureLearning.Workbook.Engine.Formatting;

/// <summary>What <c>display(x)</c> returns: as a cell's trailing expression it is not shown a second time.</summary>
internal sealed class Displayed
{
    public static Displayed Instance { get; } = new();
}
