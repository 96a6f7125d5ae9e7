namespace FeatureLearning.Workbook.Formats.Npz;

/// <summary>An array as NumPy holds it: float64, int64 or bool, of any rank, the last index fastest.</summary>
internal sealed record NpyArray
{
    private NpyArray(Array values, int[] shape)
    {
        if (shape.Any(length => length < 0) || shape.Aggregate(1L, (count, length) => checked(count * length)) != values.Length)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{values.Length} values do not fill the shape ({string.Join(", ", shape)})."), nameof(shape));
        }

        (Values, Shape) = (values, shape);
    }

    /// <summary>Lengths along each index; none for a single value.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>A double[], a long[] or a bool[] in C order.</summary>
    public Array Values { get; }

    /// <summary>A float64 array.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static NpyArray Of(double[] values, params int[] shape) => new(values, shape);

    /// <summary>An int64 array.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static NpyArray Of(long[] values, params int[] shape) => new(values, shape);

    /// <summary>A bool array.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static NpyArray Of(bool[] values, params int[] shape) => new(values, shape);

    /// <summary>All values as numbers, true as 1.</summary>
    public double[] ToDoubles() => Values switch
    {
        double[] numbers => numbers,
        long[] integers => Array.ConvertAll(integers, integer => (double)integer),
        _ => Array.ConvertAll((bool[])Values, flag => flag ? 1.0 : 0.0),
    };
}
