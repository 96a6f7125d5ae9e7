using FeatureLearning.Benchmarks.Served;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>Gaussian inputs, a linear teacher with some noise, other points, and a logarithmic grid of temperatures, in a temporary folder; the same on every machine.</summary>
internal sealed class ServedData : IDisposable
{
    private readonly Random random = new(20260101);

    public ServedData(ServedCase size)
    {
        Folder = new ServedFolder(Directory.CreateTempSubdirectory("featurelearning-benchmark-").FullName);
        double[] teacher = Normals(size.Dimension), x = Normals(size.Points * size.Dimension), y = new double[size.Points];
        for (var point = 0; point < size.Points; point++)
        {
            for (var i = 0; i < size.Dimension; i++)
                y[point] += x[(point * size.Dimension) + i] * teacher[i] / Math.Sqrt(size.Dimension);
            y[point] += 0.1 * Normals(1)[0];
        }

        Folder.Write("x.bin", x);
        Folder.Write("y.bin", y);
        Folder.Write("xt.bin", Normals(size.Tests * size.Dimension));
        Folder.Write("temperatures.bin", [.. Enumerable.Range(0, 100).Select(i => 0.01 * Math.Pow(100, i / 99.0))]);
    }

    public ServedFolder Folder { get; }

    public void Dispose() => Directory.Delete(Folder.Path, recursive: true);

    private double[] Normals(int count)
    {
        var numbers = new double[count];
        foreach (ref var number in numbers.AsSpan())
            number = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return numbers;
    }
}
