namespace FeatureLearning.Engine.Tests;

public sealed class CellFilesTests
{
    private readonly CellFiles files = new("/folder");

    [Theory]
    [InlineData(3, 0, 1, 1)]
    [InlineData(12, 4, 2, 6)]
    public void A_place_in_a_part_is_a_place_in_its_cell(int cell, int linesBefore, int line, int expected) =>
        Assert.Equal((cell, expected), files.Find(files.Name(cell, linesBefore), line));

    [Theory]
    [InlineData(null)]
    [InlineData("/folder/other.cs")]
    [InlineData("/folder/cell 3")]
    [InlineData("/folder/cell x+1")]
    [InlineData("/elsewhere/cell 3+0")]
    public void Other_files_are_no_cells(string? file) => Assert.Null(files.Find(file, 1));
}
