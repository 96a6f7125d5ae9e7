using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>BLAS' and LAPACK's own routines, by function pointer, from the library that <see cref="NativeLinearAlgebra"/> found.</summary>
internal sealed unsafe class NativeDenseRoutines : DenseRoutines
{
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void> dgemm;
    private readonly delegate* unmanaged<byte*, int*, double*, int*, int*, void> dpotrf;
    private readonly delegate* unmanaged<byte*, int*, int*, double*, int*, double*, int*, int*, void> dpotrs;
    private readonly delegate* unmanaged<byte*, int*, double*, int*, int*, void> dpotri;
    private readonly delegate* unmanaged<int, void> setThreads;
    private readonly delegate* unmanaged<int> getThreads;

    private NativeDenseRoutines(nint library)
    {
        dgemm = (delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void>)
            NativeLibrary.GetExport(library, "dgemm_");
        dpotrf = (delegate* unmanaged<byte*, int*, double*, int*, int*, void>)NativeLibrary.GetExport(library, "dpotrf_");
        dpotrs = (delegate* unmanaged<byte*, int*, int*, double*, int*, double*, int*, int*, void>)NativeLibrary.GetExport(library, "dpotrs_");
        dpotri = (delegate* unmanaged<byte*, int*, double*, int*, int*, void>)NativeLibrary.GetExport(library, "dpotri_");
        if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out var set)
            && NativeLibrary.TryGetExport(library, "openblas_get_num_threads", out var get))
        {
            setThreads = (delegate* unmanaged<int, void>)set;
            getThreads = (delegate* unmanaged<int>)get;
        }
    }

    /// <summary>The routines of a library by its file name; loading it again gives the one in use.</summary>
    public static NativeDenseRoutines Load(string libraryName) => new(NativeLibrary.Load(libraryName));

    public override IDisposable LimitThreads(int threads)
    {
        if (setThreads is null)
        {
            return new Restore(() => { });
        }

        lock (ThreadLimit.Lock)
        {
            ThreadLimit.Before = ThreadLimit.Holders++ == 0 ? getThreads() : ThreadLimit.Before;
            setThreads(threads);
        }

        return new Restore(() =>
        {
            lock (ThreadLimit.Lock)
            {
                if (--ThreadLimit.Holders == 0)
                {
                    setThreads(ThreadLimit.Before);
                }
            }
        });
    }

    private protected override void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c)
    {
        byte ta = transposeA ? (byte)'T' : (byte)'N', tb = transposeB ? (byte)'T' : (byte)'N';
        lda = Math.Max(lda, 1);
        ldb = Math.Max(ldb, 1);
        var ldc = Math.Max(m, 1);
        dgemm(&ta, &tb, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc);
    }

    private protected override int Factorize(int n, double* a)
    {
        var lower = (byte)'L';
        int info;
        dpotrf(&lower, &n, a, &n, &info);
        return info;
    }

    private protected override void Solve(int n, int columns, double* l, double* b)
    {
        var lower = (byte)'L';
        int info;
        dpotrs(&lower, &n, &columns, l, &n, b, &n, &info);
    }

    private protected override void Invert(int n, double* l)
    {
        var lower = (byte)'L';
        int info;
        dpotri(&lower, &n, l, &n, &info);
    }

    // The library's number of threads belongs to the process, so that runs side by side share it: the last to end restores it.
    private static class ThreadLimit
    {
        public static readonly Lock Lock = new();
        public static int Holders;
        public static int Before;
    }

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
