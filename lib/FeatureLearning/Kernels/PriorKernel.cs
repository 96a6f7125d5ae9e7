using FeatureLearning.Networks;
using FeatureLearning.Numerics;

namespace FeatureLearning.Kernels;

/// <summary>
/// Prior averages of a feature in closed form (for tanh, a sum of closed forms): pre-activations h ~ N(0, C) on two points a, b give E[φ(h_a)φ(h_b)], E[φ(h_a)] and
/// E[φ′(h_a)].
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>C_ab</term><description>pre-activation covariance (g_v/D) x_a·x_b; C_aa, C_bb ≥ 0 and C_ab² ≤ C_aa C_bb</description></item>
/// <item><term>Φ⁰_ab</term><description><see cref="Covariance"/> E[φ(h_a)φ(h_b)], a second moment about zero</description></item>
/// <item><term>m_a</term><description><see cref="Mean"/> E[φ(h_a)]</description></item>
/// <item><term>c_a</term><description><see cref="DerivativeMean"/> E[φ′(h_a)]</description></item>
/// <item><term>∂Φ⁰_ab/∂C_ab</term><description><see cref="CovarianceSlope"/> E[φ′(h_a)φ′(h_b)] (Price's theorem)</description></item>
/// <item><term>∂Φ⁰_ab/∂C_aa</term><description><see cref="VarianceSlope"/> ½E[φ″(h_a)φ(h_b)], at fixed C_ab and C_bb</description></item>
/// </list>
/// </remarks>
public abstract class PriorKernel
{
    private protected PriorKernel()
    {
    }

    /// <summary>The kernel of an activation.</summary>
    /// <param name="activation">φ.</param>
    /// <exception cref="ArgumentException">The activation is not one of the enumeration.</exception>
    public static PriorKernel Of(Activation activation) => activation switch
    {
        Activation.Linear => LinearKernel.Instance,
        Activation.Erf => ErfKernel.Instance,
        Activation.Relu => ReluKernel.Instance,
        Activation.Tanh => TanhKernel.Instance,
        _ => throw new ArgumentException($"Unknown activation '{activation}'.", nameof(activation)),
    };

    /// <summary>Whether features have a mean, m ≠ 0, so that the proportional limit needs a second order parameter.</summary>
    public abstract bool HasMean { get; }

    /// <summary>Φ⁰_ab = E[φ(h_a)φ(h_b)].</summary>
    /// <param name="caa">C_aa ≥ 0.</param>
    /// <param name="cab">C_ab.</param>
    /// <param name="cbb">C_bb ≥ 0.</param>
    public abstract double Covariance(double caa, double cab, double cbb);

    /// <summary>m_a = E[φ(h_a)].</summary>
    /// <param name="caa">C_aa ≥ 0.</param>
    public abstract double Mean(double caa);

    /// <summary>c_a = E[φ′(h_a)].</summary>
    /// <param name="caa">C_aa ≥ 0.</param>
    public abstract double DerivativeMean(double caa);

    /// <summary>∂Φ⁰_ab/∂C_ab = E[φ′(h_a)φ′(h_b)].</summary>
    /// <param name="caa">C_aa ≥ 0.</param>
    /// <param name="cab">C_ab.</param>
    /// <param name="cbb">C_bb ≥ 0.</param>
    public abstract double CovarianceSlope(double caa, double cab, double cbb);

    /// <summary>∂Φ⁰_ab/∂C_aa = ½E[φ″(h_a)φ(h_b)] at fixed C_ab and C_bb, also where b is the same point as a.</summary>
    /// <param name="caa">C_aa ≥ 0.</param>
    /// <param name="cab">C_ab.</param>
    /// <param name="cbb">C_bb ≥ 0.</param>
    public abstract double VarianceSlope(double caa, double cab, double cbb);

    /// <summary>What turns parts of columns of C into Φ⁰ in place, between two sets of points.</summary>
    /// <param name="rowVariances">C_aa.</param>
    /// <param name="columnVariances">C_bb.</param>
    internal virtual RowProducts.Transformation Transformation(double[] rowVariances, double[] columnVariances) => (column, row, index) =>
    {
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = Covariance(rowVariances[row + i], column[i], columnVariances[index]);
        }
    };
}
