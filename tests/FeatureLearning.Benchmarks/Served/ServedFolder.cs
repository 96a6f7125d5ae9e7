using System.Runtime.InteropServices;
using System.Text.Json;
using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>Arrays in a folder, one file each, raw double precision, matrices row by row.</summary>
internal sealed record ServedFolder(string Path)
{
    public void Write(string name, double[] numbers) =>
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), MemoryMarshal.AsBytes<double>(numbers).ToArray());

    public double[] Read(string name) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(System.IO.Path.Combine(Path, name))).ToArray();

    public Matrix<double> ReadMatrix(string name, int rows, int columns) => Matrix<double>.Build.DenseOfRowMajor(rows, columns, Read(name));

    /// <summary>The training points and their targets.</summary>
    public DataSet ReadData(JsonElement sizes) => new(
        ReadMatrix("x.bin", sizes.GetProperty("points").GetInt32(), sizes.GetProperty("dimension").GetInt32()), Vector<double>.Build.Dense(Read("y.bin")));

    /// <summary>The points to predict.</summary>
    public Matrix<double> ReadTests(JsonElement sizes) =>
        ReadMatrix("xt.bin", sizes.GetProperty("tests").GetInt32(), sizes.GetProperty("dimension").GetInt32());

    /// <summary>Largest difference of two files relative to the largest number of the second.</summary>
    public double Difference(string name, string other)
    {
        double[] a = Read(name), b = Read(other);
        return a.Length == b.Length ? a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / b.Max(Math.Abs) : double.PositiveInfinity;
    }
}
