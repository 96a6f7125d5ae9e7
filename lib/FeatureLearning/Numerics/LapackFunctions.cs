using System.Runtime.InteropServices;

namespace FeatureLearning.Numerics;

/// <summary>The native routines in use, resolved from one library at run time; 32-bit integers, column-major.</summary>
internal sealed unsafe class LapackFunctions
{
    private const string Variable = "FEATURELEARNING_BLAS";

    // Debian and Fedora, plain Linux, macOS (Homebrew), Windows.
    private static readonly string[] Names =
    [
        "libopenblas.so.0", "libopenblas.so", "libopenblasp.so.0",
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib",
        "libopenblas.dylib", "libopenblas.dll", "openblas.dll",
    ];

    private static readonly string[] Symbols = ["dgemm_", "dsytrd_", "dormtr_", "dstedc_"];

    private readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void> dgemm;
    private readonly delegate* unmanaged<byte*, int*, double*, int*, double*, double*, double*, double*, int*, int*, void> dsytrd;
    private readonly delegate* unmanaged<byte*, byte*, byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, int*, void> dormtr;
    private readonly delegate* unmanaged<byte*, int*, double*, double*, double*, int*, double*, int*, int*, int*, int*, void> dstedc;

    private LapackFunctions(string name, nint library)
    {
        LibraryName = name;
        dgemm = (delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void>)
            NativeLibrary.GetExport(library, "dgemm_");
        dsytrd = (delegate* unmanaged<byte*, int*, double*, int*, double*, double*, double*, double*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dsytrd_");
        dormtr = (delegate* unmanaged<byte*, byte*, byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dormtr_");
        dstedc = (delegate* unmanaged<byte*, int*, double*, double*, double*, int*, double*, int*, int*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dstedc_");
    }

    /// <summary>The library's file name.</summary>
    public string LibraryName { get; }

    /// <summary>Loads the first library that has every routine; null where there is none or the user asked for none.</summary>
    public static LapackFunctions? TryLoad()
    {
        var wish = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(wish, "managed", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var name in string.IsNullOrEmpty(wish) ? Names : [wish])
        {
            if (NativeLibrary.TryLoad(name, out var library)
                && Array.TrueForAll(Symbols, symbol => NativeLibrary.TryGetExport(library, symbol, out _)))
            {
                OpenBlasCore.Correct(library);
                return new LapackFunctions(name, library);
            }
        }

        return string.IsNullOrEmpty(wish)
            ? null
            : throw new DllNotFoundException($"{Variable} names '{wish}', which is not a library with BLAS and LAPACK.");
    }

    /// <summary>C = op(A) op(B), C m×n.</summary>
    public void Multiply(int m, int n, int k, double* a, int lda, bool transposeA, double* b, int ldb, bool transposeB, double* c)
    {
        byte ta = transposeA ? (byte)'T' : (byte)'N', tb = transposeB ? (byte)'T' : (byte)'N';
        double one = 1, zero = 0;
        lda = Math.Max(lda, 1);
        ldb = Math.Max(ldb, 1);
        var ldc = Math.Max(m, 1);
        dgemm(&ta, &tb, &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc);
    }

    /// <summary>A = H T Hᵀ by Householder reflections; A is overwritten by the reflectors.</summary>
    public void Tridiagonalize(int n, double* a, double* d, double* e, double* tau)
    {
        var lower = (byte)'L';
        int lda = Math.Max(n, 1), query = -1, info;
        double size;
        dsytrd(&lower, &n, a, &lda, d, e, tau, &size, &query, &info);
        fixed (double* work = new double[(int)size])
        {
            query = (int)size;
            dsytrd(&lower, &n, a, &lda, d, e, tau, work, &query, &info);
        }

        Check(info, "dsytrd");
    }

    /// <summary>C ← Hᵀ C or H C, C n×columns.</summary>
    public void ApplyReflectors(int n, int columns, double* a, double* tau, double* c, bool transpose)
    {
        if (columns == 0)
        {
            return;
        }

        byte left = (byte)'L', lower = (byte)'L', trans = transpose ? (byte)'T' : (byte)'N';
        int ld = Math.Max(n, 1), query = -1, info;
        double size;
        dormtr(&left, &lower, &trans, &n, &columns, a, &ld, tau, c, &ld, &size, &query, &info);
        fixed (double* work = new double[(int)size])
        {
            query = (int)size;
            dormtr(&left, &lower, &trans, &n, &columns, a, &ld, tau, c, &ld, work, &query, &info);
        }

        Check(info, "dormtr");
    }

    /// <summary>Eigenvalues (into d) and eigenvectors (into z) of a tridiagonal matrix, by divide and conquer.</summary>
    public void TridiagonalEigenvectors(int n, double* d, double* e, double* z)
    {
        var vectors = (byte)'I';
        int ldz = Math.Max(n, 1), query = -1, integers, info;
        double size;
        dstedc(&vectors, &n, d, e, z, &ldz, &size, &query, &integers, &query, &info);
        var length = (int)size;
        fixed (double* work = new double[length])
        fixed (int* iwork = new int[integers])
        {
            dstedc(&vectors, &n, d, e, z, &ldz, work, &length, iwork, &integers, &info);
        }

        Check(info, "dstedc");
    }

    private static void Check(int info, string routine)
    {
        if (info != 0)
        {
            throw new ArithmeticException(FormattableString.Invariant($"LAPACK's {routine} failed with info = {info}."));
        }
    }
}
