using System.Globalization;
using FeatureLearning.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Tests.Solving;

/// <summary>A small task as CSV files, and <c>workbook solve</c> on them as a process of its own.</summary>
internal sealed class SolveFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SolveFiles()
    {
        Task = TeacherTask.Linear(InputDistribution.Gaussian, 4, 9, 5, 7);
        folder.Write("x.csv", Csv(Task.Train.Inputs));
        folder.Write("y.csv", Csv(Task.Train.Targets));
        folder.Write("tx.csv", Csv(Task.Test.Inputs));
        folder.Write("ty.csv", Csv(Task.Test.Targets));
    }

    /// <summary>What the files hold: D = 4, P = 9, five test points.</summary>
    public LearningTask Task { get; }

    public string Write(string name, string text) => folder.Write(name, text);

    public string File(string name) => folder.File(name);

    /// <summary>The options that every call needs, on the files of this folder.</summary>
    public string[] Options(string theory, string activation = "linear", string x = "x.csv", string y = "y.csv") =>
        ["--theory", theory, "--train-x", folder.File(x), "--train-y", folder.File(y), "--width", "30", "--activation", activation];

    public string[] Test => ["--test-x", folder.File("tx.csv"), "--test-y", folder.File("ty.csv")];

    public static Task<WorkbookProcess.Outcome> SolveAsync(params string[] arguments) => WorkbookProcess.RunAsync(["solve", .. arguments]);

    public static string Csv(Matrix<double> matrix) => string.Concat(matrix.EnumerateRows().Select(row => string.Join(',', row.Select(Text)) + "\n"));

    public static string Csv(Vector<double> vector) => string.Concat(vector.Select(value => Text(value) + "\n"));

    public void Dispose() => folder.Dispose();

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
