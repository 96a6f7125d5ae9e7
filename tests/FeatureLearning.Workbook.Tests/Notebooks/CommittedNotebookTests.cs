using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Notebooks;

/// <summary>A test of the executed notebooks beside the sources; skipped, with the reason, where they were not made yet.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExecutedNotebooksFactAttribute : FactAttribute
{
    public ExecutedNotebooksFactAttribute()
    {
        var missing = WorkbookFixture.Sources.Select(source => Path.ChangeExtension(source, ".ipynb")).Where(path => !File.Exists(path)).ToArray();
        if (missing.Length == WorkbookFixture.Sources.Count)
            Skip = "no executed notebooks stand beside the sources: make them with 'workbook run --update'";
    }
}

/// <summary>The notebooks as they lie in the repository.</summary>
public sealed class CommittedNotebookTests
{
    [Fact]
    public void Code_cells_have_at_most_fifteen_lines()
    {
        foreach (var source in WorkbookFixture.Sources.Concat(WorkbookFixture.Appendices))
        {
            var cells = NotebookFile.Read(source).Cells.Where(cell => cell.IsCode);
            Assert.All(cells, cell => Assert.True(cell.Source.Split('\n').Length <= 15, $"{source}: {cell.Source}"));
        }
    }

    [ExecutedNotebooksFact]
    public void Each_source_has_its_executed_notebook_beside_it_with_the_same_cells_and_no_more_than_3_MB()
    {
        foreach (var source in WorkbookFixture.Sources.Concat(WorkbookFixture.Appendices))
        {
            var executed = Path.ChangeExtension(source, ".ipynb");
            Assert.True(File.Exists(executed), $"{executed} is missing: 'workbook run --update' makes it");
            Assert.InRange(new FileInfo(executed).Length, 1, 3_000_000);
            Assert.Equal(
                NotebookFile.Read(source).Cells.Select(cell => (cell.Kernel, cell.Source)),
                NotebookFile.Read(executed).Cells.Select(cell => (cell.Kernel, cell.Source)));
            Assert.Contains(NotebookFile.Read(executed).Cells, cell => !cell.Outputs.IsEmpty);
        }
    }
}
