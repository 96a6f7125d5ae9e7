using System.Runtime.CompilerServices;

namespace FeatureLearning.Networks;

/// <summary>
/// A Bayesian network with one hidden layer: f(x) = Σᵢ wᵢ φ(Vᵢ·x), i = 1..N, with Gaussian priors and Gaussian label noise.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>N</term><description><see cref="Width"/>, the number of hidden units</description></item>
/// <item><term>D</term><description><see cref="InputDimension"/></description></item>
/// <item><term>φ</term><description><see cref="Activation"/></description></item>
/// <item><term>g_v</term><description><see cref="HiddenVariance"/>: V_ij ~ N(0, g_v/D)</description></item>
/// <item><term>g_w</term><description><see cref="ReadoutVariance"/>: wᵢ ~ N(0, λ)</description></item>
/// <item><term>χ</term><description><see cref="Scaling"/>: 1 is standard scaling, N mean-field scaling</description></item>
/// <item><term>λ</term><description><see cref="ReadoutPriorVariance"/> = g_w/(Nχ)</description></item>
/// <item><term>κ</term><description><see cref="Noise"/>, the label-noise variance, which is the temperature T of Langevin training</description></item>
/// <item><term>Nλ</term><description><see cref="KernelScale"/> = g_w/χ: the NNGP kernel is K = Nλ Φ⁰</description></item>
/// </list>
/// The posterior is p(θ|D) ∝ p(θ) exp(−‖y − f‖²/(2κ)). Source: arXiv:2502.03210 (priors and the scaling χ) and
/// arXiv:2508.20989 (the same network by precisions and temperature, see <see cref="FromPrecisions"/>).
/// </remarks>
public sealed record Network
{
    private Network(int width, int inputDimension, Activation activation, double gv, double gw, double chi, double kappa)
    {
        Width = Positive(width);
        InputDimension = Positive(inputDimension);
        Activation = Enum.IsDefined(activation)
            ? activation
            : throw new ArgumentException($"Unknown activation '{activation}'.", nameof(activation));
        HiddenVariance = Positive(gv);
        ReadoutVariance = Positive(gw);
        Scaling = Positive(chi);
        Noise = Positive(kappa);
    }

    /// <summary>N, the number of hidden units; N₁ in arXiv:2508.20989.</summary>
    public int Width { get; }

    /// <summary>D, the number of inputs; N₀ in arXiv:2508.20989.</summary>
    public int InputDimension { get; }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>g_v, so that V_ij has prior variance g_v/D.</summary>
    public double HiddenVariance { get; }

    /// <summary>g_w, so that wᵢ has prior variance g_w/(Nχ).</summary>
    public double ReadoutVariance { get; }

    /// <summary>χ: 1 for standard scaling, N for mean-field scaling, anything positive between and beyond.</summary>
    public double Scaling { get; }

    /// <summary>κ, the variance of the label noise, equal to the temperature T of Langevin training.</summary>
    public double Noise { get; }

    /// <summary>λ = g_w/(Nχ), the prior variance of one readout weight.</summary>
    public double ReadoutPriorVariance => ReadoutVariance / (Width * Scaling);

    /// <summary>Nλ = g_w/χ, the factor between the feature kernel Φ⁰ and the NNGP kernel K.</summary>
    public double KernelScale => ReadoutVariance / Scaling;

    /// <summary>g_v/D, the prior variance of one hidden weight: Σ = (g_v/D) I.</summary>
    public double HiddenPriorVariance => HiddenVariance / InputDimension;

    /// <summary>The network in the notation of arXiv:2502.03210.</summary>
    /// <param name="width">N ≥ 1.</param>
    /// <param name="inputDimension">D ≥ 1.</param>
    /// <param name="activation">φ.</param>
    /// <param name="gv">g_v &gt; 0, hidden prior variance times D.</param>
    /// <param name="gw">g_w &gt; 0, readout prior variance times Nχ.</param>
    /// <param name="chi">χ &gt; 0, 1 for standard and N for mean-field scaling.</param>
    /// <param name="kappa">κ &gt; 0, label-noise variance.</param>
    /// <exception cref="ArgumentException">A value is outside its domain; the message names it.</exception>
    public static Network FromVariances(
        int width, int inputDimension, Activation activation, double gv, double gw, double chi, double kappa) =>
        new(width, inputDimension, activation, gv, gw, chi, kappa);

    /// <summary>
    /// The network in the notation of arXiv:2508.20989, f = N₁^{−1/2} Σ v_i σ(w_i·x/√N₀), w ~ N(0, 1/λ₀), v ~ N(0, 1/λ₁):
    /// g_v = 1/λ₀, g_w = 1/λ₁, χ = 1, κ = T.
    /// </summary>
    /// <param name="n1">N₁ ≥ 1, the width.</param>
    /// <param name="n0">N₀ ≥ 1, the input dimension.</param>
    /// <param name="activation">σ.</param>
    /// <param name="lambda0">λ₀ &gt; 0, precision of the hidden weights' prior.</param>
    /// <param name="lambda1">λ₁ &gt; 0, precision of the readout weights' prior (not the λ of this type).</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <exception cref="ArgumentException">A value is outside its domain; the message names it.</exception>
    public static Network FromPrecisions(
        int n1, int n0, Activation activation, double lambda0, double lambda1, double temperature) =>
        new(Positive(n1), Positive(n0), activation, 1 / Positive(lambda0), 1 / Positive(lambda1), 1, Positive(temperature));

    /// <summary>
    /// The same network at another scaling with the noise scaled along, κ → κ χ_old/χ_new, which leaves the NNGP predictor as
    /// it is: K and κ shrink together.
    /// </summary>
    /// <param name="chi">The new χ &gt; 0.</param>
    public Network AtScaling(double chi) =>
        new(Width, InputDimension, Activation, HiddenVariance, ReadoutVariance, chi, Noise * Scaling / Positive(chi));

    /// <summary>The same network with another scaling and the same noise.</summary>
    /// <param name="chi">The new χ &gt; 0.</param>
    public Network WithScaling(double chi) =>
        new(Width, InputDimension, Activation, HiddenVariance, ReadoutVariance, chi, Noise);

    /// <summary>The same network with another label noise (temperature).</summary>
    /// <param name="kappa">The new κ = T &gt; 0.</param>
    public Network WithNoise(double kappa) =>
        new(Width, InputDimension, Activation, HiddenVariance, ReadoutVariance, Scaling, kappa);

    /// <summary>The same network with another width; λ = g_w/(Nχ) follows.</summary>
    /// <param name="width">The new N ≥ 1.</param>
    public Network WithWidth(int width) =>
        new(width, InputDimension, Activation, HiddenVariance, ReadoutVariance, Scaling, Noise);

    private static int Positive(int value, [CallerArgumentExpression(nameof(value))] string? name = null) => value >= 1
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} must be at least 1; it is {value}."), name);

    private static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentException(FormattableString.Invariant($"{name} must be positive and finite; it is {value}."), name);
}
