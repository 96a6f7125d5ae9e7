namespace FeatureLearning.Workbook.Run;

/// <summary>Told what a run does while it does it.</summary>
internal interface IRunProgress
{
    void NotebookStarted(NotebookSource source, int cells);

    void CellStarted(NotebookSource source, CellRun cell, int cells);

    void CellEnded(NotebookSource source, CellRun cell, int cells);

    void NotebookEnded(NotebookRun run);

    void Note(string message);
}
