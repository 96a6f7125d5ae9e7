using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FeatureLearning.Numerics.Tridiagonal;

/// <summary>
/// A symmetric band matrix as B = Z T Zᵀ with a tridiagonal T. Sweep s annihilates column s below its subdiagonal by a reflector of <see cref="TileProducts.Size"/> rows, and
/// chases the bulge which that makes down the band; of each bulge only the first column is annihilated, the rest waits for the next sweep.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>D</term><description>the diagonal block that a step's reflector acts upon from both sides; both triangles are kept</description></item>
/// <item><term>E</term><description>the block below D: the reflector from the right, then the next one from the left</description></item>
/// </list>
/// Some sweeps at a time follow each other down the band at a distance of one step, so that it comes from memory once for all of them; groups of sweeps follow each other on
/// several threads (<see cref="Pipeline"/>), and do the same to the same numbers in the same order as one thread. Source: Bischof, Lang and Sun, ACM
/// Trans. Math. Softw. 26, 581 (2000); by columns of the bulge, Haidar, Ltaief and Dongarra, Proc. SC'11 (2011).
/// </remarks>
internal sealed unsafe class BulgeChase : IDisposable
{
    private const int Size = TileProducts.Size;

    /// <summary>From a column to the next: room for Size − 1 numbers above the diagonal and 2 Size below it.</summary>
    private const int Stride = 3 * Size;

    /// <summary>Sweeps that follow each other.</summary>
    private const int Group = 4;

    private readonly LentBuffer band;
    private readonly int n;

    private BulgeChase(BandForm form, int n)
    {
        this.n = n;
        band = new LentBuffer((n + (4L * Size)) * (Stride + 1));
        Reflectors = new ChaseReflectors(n);
        Fill(form);
    }

    /// <summary>The reflectors of Z.</summary>
    public ChaseReflectors Reflectors { get; }

    /// <summary>Reduces the first n rows and columns of a band matrix; the reflectors outlive what it returns.</summary>
    public static BulgeChase Reduce(BandForm form, int n, int threads = -1)
    {
        var chase = new BulgeChase(form, n);
        var groups = (chase.Reflectors.Sweeps + Group - 1) / Group;
        var pipeline = new Pipeline(groups, Group + 1);
        var lanes = groups == 0 ? 0 : Math.Clamp(chase.Length(0) / (Group + 1), 1, threads > 0 ? threads : Environment.ProcessorCount);
        Parallel.For(0, lanes, _ =>
        {
            while (pipeline.Take() is { } group)
            {
                chase.Sweep(group, pipeline);
            }
        });
        return chase;
    }

    public void Dispose() => band.Dispose();

    /// <summary>T.</summary>
    public (double[] Diagonal, double[] OffDiagonal) Tridiagonal()
    {
        double[] diagonal = new double[n], off = new double[Math.Max(n - 1, 0)];
        for (var j = 0; j < n; j++)
        {
            diagonal[j] = *At(j, j);
            if (j < n - 1)
            {
                off[j] = *At(j + 1, j);
            }
        }

        return (diagonal, off);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(BandForm form)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < Math.Min(j + Size + 1, n); i++)
            {
                var entry = form.At(i, j);
                *At(i, j) = entry;
                if (i < j + Size)
                {
                    *At(j, i) = entry;
                }
            }
        }
    }

    private double* At(int i, int j) => band.Start + Size + ((long)j * Stride) + i;

    // How long a group takes: the steps of its first sweep, and one more for each that follows.
    private int Length(int group) => Reflectors.Steps(group * Group) + Sweeps(group) - 1;

    private int Sweeps(int group) => Math.Min(Group, Reflectors.Sweeps - (group * Group));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sweep(int group, Pipeline pipeline)
    {
        int first = group * Group, sweeps = Sweeps(group), end = Length(group);
        for (var time = 0; time < end; time++)
        {
            pipeline.Await(group, time);
            for (var i = 0; i < sweeps && time - i >= 0; i++)
            {
                if (time - i < Reflectors.Steps(first + i))
                {
                    Step(first + i, time - i);
                }
            }

            pipeline.Done(group, time);
        }

        pipeline.Finished(group);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int sweep, int step)
    {
        var row = sweep + 1 + (step * Size);
        var v = Reflectors.Vector(sweep, step);
        if (step == 0)
        {
            Reflectors.Scale(sweep, 0) = Annihilate(At(row, sweep), v);
        }

        var tau = Reflectors.Scale(sweep, step);
        double* across = stackalloc double[Size], w = stackalloc double[Size];
        Across(At(row, row), v, tau, across);
        if (step + 1 == Reflectors.Steps(sweep))
        {
            BothSides(At(row, row), v, across);
            return;
        }

        var below = At(row + Size, row);
        Right(below, v, tau, w);
        var next = Reflectors.Vector(sweep, step + 1);
        var scale = Annihilate(below, next);
        Reflectors.Scale(sweep, step + 1) = scale;
        BothSides(At(row, row), v, across); // does not need the next reflector, whose root and quotients take their time
        Left(below, v, w, next, scale, At(row, row + Size));
    }

    // x ← β e_1; v and τ of the reflector that does it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Annihilate(double* x, double* v)
    {
        Vector512<double> x0 = Vector512.Load(x), x1 = Vector512.Load(x + 8), x2 = Vector512.Load(x + 16), x3 = Vector512.Load(x + 24);
        x0 = x0.WithElement(0, 0);
        var below = Simd.Sum(((x0 * x0) + (x1 * x1)) + ((x2 * x2) + (x3 * x3)));
        var image = x[0];
        double factor = 0, tau = 0;
        if (below > 1e-280)
        {
            var norm = Math.Sqrt((image * image) + below);
            var top = image > 0 ? image + norm : image - norm;
            image -= top;
            factor = 1 / top;
            tau = 2 * top * top / ((top * top) + below);
        }

        var f = Vector512.Create(factor);
        (f * x0).WithElement(0, 1).Store(v);
        (f * x1).Store(v + 8);
        (f * x2).Store(v + 16);
        (f * x3).Store(v + 24);
        Vector512<double>.Zero.WithElement(0, image).Store(x);
        Vector512<double>.Zero.Store(x + 8);
        Vector512<double>.Zero.Store(x + 16);
        Vector512<double>.Zero.Store(x + 24);
        return tau;
    }

    // w = τ D v − ½ τ² (vᵀ D v) v.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(double* d, double* v, double tau, double* w)
    {
        Product(d, v, tau, w);
        Vector512<double> v0 = Vector512.Load(v), v1 = Vector512.Load(v + 8), v2 = Vector512.Load(v + 16), v3 = Vector512.Load(v + 24);
        Vector512<double> w0 = Vector512.Load(w), w1 = Vector512.Load(w + 8), w2 = Vector512.Load(w + 16), w3 = Vector512.Load(w + 24);
        var half = Vector512.Create(-0.5 * tau * Simd.Sum(((v0 * w0) + (v1 * w1)) + ((v2 * w2) + (v3 * w3))));
        (w0 + (half * v0)).Store(w);
        (w1 + (half * v1)).Store(w + 8);
        (w2 + (half * v2)).Store(w + 16);
        (w3 + (half * v3)).Store(w + 24);
    }

    // D ← H D H: D − v wᵀ − w vᵀ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BothSides(double* d, double* v, double* w)
    {
        Vector512<double> v0 = Vector512.Load(v), v1 = Vector512.Load(v + 8), v2 = Vector512.Load(v + 16), v3 = Vector512.Load(v + 24);
        Vector512<double> w0 = Vector512.Load(w), w1 = Vector512.Load(w + 8), w2 = Vector512.Load(w + 16), w3 = Vector512.Load(w + 24);
        for (var j = 0; j < Size; j++, d += Stride)
        {
            Vector512<double> a = Vector512.Create(-w[j]), b = Vector512.Create(-v[j]);
            Vector512.FusedMultiplyAdd(b, w0, Vector512.FusedMultiplyAdd(a, v0, Vector512.Load(d))).Store(d);
            Vector512.FusedMultiplyAdd(b, w1, Vector512.FusedMultiplyAdd(a, v1, Vector512.Load(d + 8))).Store(d + 8);
            Vector512.FusedMultiplyAdd(b, w2, Vector512.FusedMultiplyAdd(a, v2, Vector512.Load(d + 16))).Store(d + 16);
            Vector512.FusedMultiplyAdd(b, w3, Vector512.FusedMultiplyAdd(a, v3, Vector512.Load(d + 24))).Store(d + 24);
        }
    }

    // w = τ E v, and the first column of E − w vᵀ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Right(double* e, double* v, double tau, double* w)
    {
        Product(e, v, tau, w);
        var f = Vector512.Create(-v[0]);
        for (var i = 0; i < Size; i += Vector512<double>.Count)
        {
            Vector512.FusedMultiplyAdd(f, Vector512.Load(w + i), Vector512.Load(e + i)).Store(e + i);
        }
    }

    // The other columns of E − w vᵀ, reflected from the left by u; their first row goes to the upper triangle, too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Left(double* e, double* v, double* w, double* u, double tau, double* mirror)
    {
        Vector512<double> u0 = Vector512.Load(u), u1 = Vector512.Load(u + 8), u2 = Vector512.Load(u + 16), u3 = Vector512.Load(u + 24);
        Vector512<double> w0 = Vector512.Load(w), w1 = Vector512.Load(w + 8), w2 = Vector512.Load(w + 16), w3 = Vector512.Load(w + 24);
        for (var j = 1; j < Size; j++)
        {
            e += Stride;
            var f = Vector512.Create(-v[j]);
            var e0 = Vector512.FusedMultiplyAdd(f, w0, Vector512.Load(e));
            var e1 = Vector512.FusedMultiplyAdd(f, w1, Vector512.Load(e + 8));
            var e2 = Vector512.FusedMultiplyAdd(f, w2, Vector512.Load(e + 16));
            var e3 = Vector512.FusedMultiplyAdd(f, w3, Vector512.Load(e + 24));
            var sum = Vector512.FusedMultiplyAdd(e1, u1, e0 * u0) + Vector512.FusedMultiplyAdd(e3, u3, e2 * u2);
            f = Vector512.Create(-tau * Simd.Sum(sum));
            e0 = Vector512.FusedMultiplyAdd(f, u0, e0);
            e0.Store(e);
            Vector512.FusedMultiplyAdd(f, u1, e1).Store(e + 8);
            Vector512.FusedMultiplyAdd(f, u2, e2).Store(e + 16);
            Vector512.FusedMultiplyAdd(f, u3, e3).Store(e + 24);
            mirror[j] = e0.ToScalar();
        }
    }

    // w = τ A v.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product(double* a, double* v, double tau, double* w)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        for (var j = 0; j < Size; j += 2, a += 2 * Stride)
        {
            Vector512<double> f = Vector512.Create(v[j]), g = Vector512.Create(v[j + 1]);
            s0 = Vector512.FusedMultiplyAdd(f, Vector512.Load(a), s0);
            s1 = Vector512.FusedMultiplyAdd(f, Vector512.Load(a + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(f, Vector512.Load(a + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(f, Vector512.Load(a + 24), s3);
            t0 = Vector512.FusedMultiplyAdd(g, Vector512.Load(a + Stride), t0);
            t1 = Vector512.FusedMultiplyAdd(g, Vector512.Load(a + Stride + 8), t1);
            t2 = Vector512.FusedMultiplyAdd(g, Vector512.Load(a + Stride + 16), t2);
            t3 = Vector512.FusedMultiplyAdd(g, Vector512.Load(a + Stride + 24), t3);
        }

        var scale = Vector512.Create(tau);
        (scale * (s0 + t0)).Store(w);
        (scale * (s1 + t1)).Store(w + 8);
        (scale * (s2 + t2)).Store(w + 16);
        (scale * (s3 + t3)).Store(w + 24);
    }
}
