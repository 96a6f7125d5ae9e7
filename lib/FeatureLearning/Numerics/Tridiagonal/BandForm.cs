using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>What <see cref="BandReduction"/> leaves: the band matrix B and the reflectors of Q, which is applied panel by panel.</summary>
internal sealed unsafe class BandForm(SymmetricTiles tiles, KeptBuffer couplings, KeptBuffer triangles)
{
    private const int Size = TileProducts.Size, Area = TileProducts.Area;

    /// <summary>Tiles along a side.</summary>
    public int Count => tiles.Count;

    /// <summary>B_ij for j ≤ i ≤ j + <see cref="TileProducts.Size"/>.</summary>
    public double At(int i, int j)
    {
        var entry = (i % Size * Size) + (j % Size);
        return i / Size == j / Size ? tiles.At(i / Size, i / Size)[entry] : triangles.Start[((long)(j / Size) * Area) + entry];
    }

    /// <summary>Qᵀx or Qx, in place; as many numbers as the tiles have rows.</summary>
    public void Rotate(double* x, bool transpose)
    {
        double* products = stackalloc double[Size], image = stackalloc double[Size];
        for (var step = 0; step < Count - 1; step++)
        {
            var panel = transpose ? step : Count - 2 - step;
            double* v = tiles.At(panel + 1, panel), t = couplings.Start + ((long)panel * Area);
            var part = x + ((panel + 1) * Size);
            var rows = (Count - panel - 1) * Size;
            Products(v, part, rows, products);
            for (var i = 0; i < Size; i++)
            {
                image[i] = 0;
                for (var j = 0; j < Size; j++)
                {
                    image[i] -= (transpose ? t[(j * Size) + i] : t[(i * Size) + j]) * products[j];
                }
            }

            AddProducts(v, image, rows, part);
        }
    }

    /// <summary>Qᵀ X or Q X, in place, for as many columns as a tile has, row-major.</summary>
    /// <remarks>What one panel adds to a tile of X and what the next one needs of it are done together.</remarks>
    public void RotateStrip(double* x, bool transpose)
    {
        double* products = stackalloc double[Area], image = stackalloc double[Area];
        for (var step = -1; step < Count - 1; step++)
        {
            int panel = transpose ? step : Count - 2 - step, next = transpose ? step + 1 : panel - 1;
            if (step >= 0)
            {
                Couple(panel, transpose, products, image);
            }

            new Span<double>(products, Area).Clear();
            for (var i = 1; i < Count; i++)
            {
                if (step >= 0 && i > panel)
                {
                    TileProducts.Add(tiles.At(i, panel), image, x + ((long)i * Area));
                }

                if (step < Count - 2 && i > next)
                {
                    TileProducts.AddTransposed(tiles.At(i, next), x + ((long)i * Area), products);
                }
            }
        }
    }

    // −Tᵀ or −T times what a panel's V has in common with X.
    private void Couple(int panel, bool transpose, double* products, double* image)
    {
        var coupling = stackalloc double[Area];
        TileProducts.Transpose(couplings.Start + ((long)panel * Area), coupling);
        Spans.Scale(new Span<double>(coupling, Area), -1);
        new Span<double>(image, Area).Clear();
        if (transpose)
        {
            TileProducts.Add(coupling, products, image);
        }
        else
        {
            TileProducts.AddTransposed(coupling, products, image);
        }
    }

    // x ← x + V u.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(double* v, double* u, int rows, double* x)
    {
        Vector512<double> u0 = Vector512.Load(u), u1 = Vector512.Load(u + 8), u2 = Vector512.Load(u + 16), u3 = Vector512.Load(u + 24);
        for (var i = 0; i < rows; i++, v += Size)
        {
            var left = Vector512.FusedMultiplyAdd(u1, Vector512.Load(v + 8), u0 * Vector512.Load(v));
            var right = Vector512.FusedMultiplyAdd(u3, Vector512.Load(v + 24), u2 * Vector512.Load(v + 16));
            x[i] += Simd.Sum(left + right);
        }
    }

    // Vᵀx.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products(double* v, double* x, int rows, double* products)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var i = 0; i < rows; i++, v += Size)
        {
            var f = Vector512.Create(x[i]);
            s0 = Vector512.FusedMultiplyAdd(f, Vector512.Load(v), s0);
            s1 = Vector512.FusedMultiplyAdd(f, Vector512.Load(v + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(f, Vector512.Load(v + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(f, Vector512.Load(v + 24), s3);
        }

        s0.Store(products);
        s1.Store(products + 8);
        s2.Store(products + 16);
        s3.Store(products + 24);
    }
}
