using FeatureLearning.Numerics;

namespace FeatureLearning.Theory;

/// <summary>
/// S(Q) = Q − log Q + [(1/N) log det(QK+κ)] + (1/N) yᵀ(QK+κ)⁻¹y and its stationary points. The bracket is the trace correction of the
/// proportional limit; without it this is the tree level of a linear network.
/// </summary>
internal sealed class OrderParameterAction(KernelSums sums, int width, bool withTrace)
{
    // Every term of Q S′ is a sum of x/(1+x)-like steps in log Q, a decade or so wide.
    private const double ScanStep = 0.04;

    /// <summary>How often the slope was evaluated so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>S(Q).</summary>
    public double Value(double q) =>
        q - Math.Log(q) + (((withTrace ? sums.LogDeterminant(q) : 0) + sums.Quadratic(q)) / width);

    /// <summary>Q S′(Q) = Q − 1 + (Q/N) Tr[A⁻¹K] − (Q/N) aᵀKa.</summary>
    public double Slope(double q)
    {
        Evaluations++;
        return Slope(q, sums.Energy(q), sums.Trace(q));
    }

    /// <summary>|Q S′| relative to its largest term.</summary>
    public double Residual(double q) => Math.Abs(Slope(q)) / Math.Max(Math.Max(q, 1), q / width * Math.Max(sums.Energy(q), sums.Trace(q)));

    /// <summary>
    /// All stationary points by ascending Q. They lie where the bounds aᵀKa ≤ |y|²/(4κQ) and Tr[A⁻¹K] ≤ Tr K/κ let the slope vanish:
    /// 1/(1 + Tr K/(Nκ)) ≤ Q ≤ 1 + |y|²/(4Nκ), and Q ≥ 1 at tree level.
    /// </summary>
    public IReadOnlyList<StationaryPoint> StationaryPoints(CancellationToken cancellation)
    {
        var upper = 1 + (sums.TargetNorm / (4 * width * sums.Noise));
        var lower = withTrace ? 1 / (1 + (sums.KernelTrace / (width * sums.Noise))) : 1;
        var roots = RootScan.FindAll(
            s => Slope(Math.Exp(s)), Slopes, Math.Log(lower) - ScanStep, Math.Log(upper) + ScanStep, ScanStep, cancellation);
        return [.. roots.Select(Math.Exp).Select(q => new StationaryPoint(q, (1 / q) - 1, Value(q), IsMinimum(q)))];
    }

    private double Slope(double q, double energy, double trace) => q - 1 + (q / width * ((withTrace ? trace : 0) - energy));

    private double[] Slopes(double[] logarithms)
    {
        Evaluations += logarithms.Length;
        double[] q = Array.ConvertAll(logarithms, Math.Exp), energies = new double[q.Length], traces = new double[q.Length];
        sums.Slopes(q, energies, traces);
        return [.. q.Select((at, i) => Slope(at, energies[i], traces[i]))];
    }

    private bool IsMinimum(double q) => Slope(q * (1 + 1e-6)) > Slope(q * (1 - 1e-6));
}
