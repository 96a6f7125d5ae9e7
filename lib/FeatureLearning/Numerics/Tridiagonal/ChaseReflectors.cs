using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// The reflectors H_1 H_2 … of a chase, I − τ v vᵀ each: sweep s and step k on the <see cref="TileProducts.Size"/> rows from s + 1 + k·Size on. About n²/2 numbers.
/// </summary>
internal sealed unsafe class ChaseReflectors
{
    private const int Size = TileProducts.Size;

    /// <summary>Sweeps that share rows in the first-level cache.</summary>
    private const int Group = 16;

    private readonly KeptBuffer vectors;
    private readonly double[] scales;
    private readonly int n;

    public ChaseReflectors(int n)
    {
        this.n = n;
        var count = Sweeps > 0 ? Index(Sweeps, 0) : 0;
        vectors = new KeptBuffer(count * Size);
        scales = new double[count];
    }

    /// <summary>Sweeps of a chase: all columns but the last two.</summary>
    public int Sweeps => Math.Max(n - 2, 0);

    /// <summary>Reflectors of a sweep.</summary>
    public int Steps(int sweep) => (n - sweep + Size - 2) / Size;

    /// <summary>v of a step.</summary>
    public double* Vector(int sweep, int step) => vectors.Start + (Index(sweep, step) * Size);

    /// <summary>τ of a step.</summary>
    public ref double Scale(int sweep, int step) => ref scales[Index(sweep, step)];

    /// <summary>(H_1 H_2 …)ᵀ x or H_1 H_2 … x, in place; at least n + <see cref="TileProducts.Size"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rotate(double* x, bool transpose)
    {
        for (var i = 0; i < Sweeps; i++)
        {
            var sweep = transpose ? i : Sweeps - 1 - i;
            var steps = Steps(sweep);
            for (var step = 0; step < steps; step++)
            {
                double* v = Vector(sweep, step), part = x + sweep + 1 + (step * Size);
                Vector512<double> v0 = Vector512.Load(v), v1 = Vector512.Load(v + 8), v2 = Vector512.Load(v + 16), v3 = Vector512.Load(v + 24);
                Vector512<double> x0 = Vector512.Load(part), x1 = Vector512.Load(part + 8), x2 = Vector512.Load(part + 16), x3 = Vector512.Load(part + 24);
                var f = Vector512.Create(-Scale(sweep, step) * Simd.Sum(((v0 * x0) + (v1 * x1)) + ((v2 * x2) + (v3 * x3))));
                Vector512.FusedMultiplyAdd(f, v0, x0).Store(part);
                Vector512.FusedMultiplyAdd(f, v1, x1).Store(part + 8);
                Vector512.FusedMultiplyAdd(f, v2, x2).Store(part + 16);
                Vector512.FusedMultiplyAdd(f, v3, x3).Store(part + 24);
            }
        }
    }

    /// <summary>The same for as many columns as a tile has, row-major.</summary>
    /// <remarks>
    /// Step k of a sweep must come after steps k and k + 1 of the sweep before, and commutes with all others beside it: so steps go down, and within a step sweeps go up. The
    /// rows in use then move by one from reflector to reflector.
    /// </remarks>
    public void RotateStrip(double* x, bool transpose)
    {
        var groups = (Sweeps + Group - 1) / Group;
        for (var i = 0; i < groups; i++)
        {
            var first = (transpose ? i : groups - 1 - i) * Group;
            var sweeps = Math.Min(Group, Sweeps - first);
            var steps = Steps(first);
            for (var k = 0; k < steps; k++)
            {
                var step = transpose ? steps - 1 - k : k;
                for (var l = 0; l < sweeps; l++)
                {
                    var sweep = first + (transpose ? l : sweeps - 1 - l);
                    if (step < Steps(sweep))
                    {
                        Reflect(Vector(sweep, step), Scale(sweep, step), x + ((sweep + 1 + ((long)step * Size)) * Size));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reflect(double* v, double tau, double* x)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var row = x;
        for (var i = 0; i < Size; i++, row += Size)
        {
            var f = Vector512.Create(v[i]);
            s0 = Vector512.FusedMultiplyAdd(f, Vector512.Load(row), s0);
            s1 = Vector512.FusedMultiplyAdd(f, Vector512.Load(row + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(f, Vector512.Load(row + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(f, Vector512.Load(row + 24), s3);
        }

        var scale = Vector512.Create(-tau);
        (s0, s1, s2, s3) = (scale * s0, scale * s1, scale * s2, scale * s3);
        for (var i = 0; i < Size; i++, x += Size)
        {
            var f = Vector512.Create(v[i]);
            Vector512.FusedMultiplyAdd(f, s0, Vector512.Load(x)).Store(x);
            Vector512.FusedMultiplyAdd(f, s1, Vector512.Load(x + 8)).Store(x + 8);
            Vector512.FusedMultiplyAdd(f, s2, Vector512.Load(x + 16)).Store(x + 16);
            Vector512.FusedMultiplyAdd(f, s3, Vector512.Load(x + 24)).Store(x + 24);
        }
    }

    // Sweeps before this one have ⌈(n − 1)/Size⌉, … steps: whole blocks of Size sweeps that have as many each, and a rest.
    private long Index(int sweep, int step)
    {
        long before = (long)sweep * (n - 1) - ((long)sweep * (sweep - 1) / 2); // Σ (n − 1 − s)
        return ((before + Excess(n - 1) - Excess(n - 1 - sweep)) / Size) + step;
    }

    // Σ over m = 1 … M of what fills m up to a multiple of Size.
    private static long Excess(int m)
    {
        long blocks = m / Size, rest = m % Size;
        return (blocks * (Size * (Size - 1L) / 2)) + (rest * Size) - (rest * (rest + 1) / 2);
    }
}
