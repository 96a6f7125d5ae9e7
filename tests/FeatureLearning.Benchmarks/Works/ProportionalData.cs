using System.Globalization;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>A data set as CSV files in a temporary folder: Gaussian inputs, a linear teacher and some noise; the same on every machine.</summary>
internal sealed class ProportionalData : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("featurelearning-benchmark-").FullName;
    private readonly Random random = new(20260101);

    public ProportionalData(Settings settings)
    {
        var teacher = Enumerable.Range(0, settings.Dimension).Select(_ => Normal()).ToArray();
        (TrainInputs, TrainTargets) = Write("train", settings.Points, teacher);
        (TestInputs, _) = Write("test", settings.TestPoints, teacher);
    }

    public string TrainInputs { get; }

    public string TrainTargets { get; }

    public string TestInputs { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (string Inputs, string Targets) Write(string name, int count, double[] teacher)
    {
        var (inputs, targets) = (Path.Combine(folder, name + "-x.csv"), Path.Combine(folder, name + "-y.csv"));
        using var x = new StreamWriter(inputs);
        using var y = new StreamWriter(targets);
        for (var point = 0; point < count; point++)
        {
            var row = teacher.Select(_ => Normal()).ToArray();
            x.WriteLine(string.Join(',', row.Select(Text)));
            y.WriteLine(Text(row.Zip(teacher, (a, b) => a * b).Sum() / Math.Sqrt(teacher.Length) + 0.1 * Normal()));
        }

        return (inputs, targets);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
