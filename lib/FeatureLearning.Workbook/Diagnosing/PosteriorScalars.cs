using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Diagnosing;

/// <summary>The scalars in arrays (chain, draw, …), each by its name and indices, as in <c>kernel[0,2]</c>.</summary>
internal static class PosteriorScalars
{
    /// <summary>All scalars of the group posterior, name by name, the last index fastest; each as chains × draws.</summary>
    /// <exception cref="UsageException">There is no such array, or one without chains, draws or values.</exception>
    public static IEnumerable<(string Name, double[,] Chains)> Of(NpzFile file, string path)
    {
        var found = false;
        foreach (var (name, array) in file.Arrays)
        {
            if (name.StartsWith(NpzFile.Posterior, StringComparison.Ordinal))
            {
                found = true;
                CheckShape(path, name, array);
                foreach (var scalar in OfArray(name[NpzFile.Posterior.Length..], array))
                {
                    yield return scalar;
                }
            }
        }

        if (!found)
        {
            throw new UsageException($"{path}: no array of the group posterior/.");
        }
    }

    /// <summary>An array (chain, draw) as chains × draws.</summary>
    /// <exception cref="UsageException">It has another shape.</exception>
    public static double[,]? Single(NpzFile file, string name, string path)
    {
        if (!file.Arrays.TryGetValue(name, out var array))
        {
            return null;
        }

        CheckShape(path, name, array);
        return array.Shape.Count == 2 ? OfArray(name, array).Single().Chains
            : throw new UsageException($"{path}: array '{name}' has the shape ({string.Join(", ", array.Shape)}); (chain, draw) was expected.");
    }

    private static IEnumerable<(string Name, double[,] Chains)> OfArray(string name, NpyArray array)
    {
        var values = array.ToDoubles();
        int chains = array.Shape[0], draws = array.Shape[1], scalars = values.Length / chains / draws;
        for (var scalar = 0; scalar < scalars; scalar++)
        {
            var rows = new double[chains, draws];
            for (var draw = 0; draw < chains * draws; draw++)
            {
                rows[draw / draws, draw % draws] = values[(draw * scalars) + scalar];
            }

            yield return (name + Indices(scalar, [.. array.Shape.Skip(2)]), rows);
        }
    }

    private static string Indices(int position, int[] shape)
    {
        var indices = new int[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            (position, indices[i]) = Math.DivRem(position, shape[i]);
        }

        return shape.Length == 0 ? "" : FormattableString.Invariant($"[{string.Join(',', indices)}]");
    }

    private static void CheckShape(string path, string name, NpyArray array)
    {
        if (array.Shape.Count < 2 || array.Shape.Contains(0))
        {
            throw new UsageException(
                $"{path}: array '{name}' has the shape ({string.Join(", ", array.Shape)}); (chain, draw, …) with at least one of each was expected.");
        }
    }
}
