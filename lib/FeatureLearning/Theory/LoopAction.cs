namespace FeatureLearning.Theory;

/// <summary>
/// The one-loop action as a function of two scalars: Γ(a) = κa²/2 + G(s, g), G = (N/2) log Q − ε·½ log det M − ε·½ log u, with
/// s = aᵀKa/N, Q = 1/(1−s), M = κ + QK, g = aᵀK M⁻¹ K a, c = 2Q²/N, u = 1 + cg, so that log det T″ = log det M + log u. The loop weight
/// ε is 1 for one loop and 0 for tree level.
/// </summary>
/// <remarks>
/// At a given a, in the eigenbasis of K: its gradient is (κ + α λ + β λ²/μ) a with μ = κ + Qλ, and its Hessian is diagonal plus a
/// matrix of rank three. Derivation: chain rule with ∂s = (2/N)Ka, ∂Q/∂s = Q², ∂M⁻¹/∂Q = −M⁻¹KM⁻¹.
/// </remarks>
internal readonly struct LoopAction
{
    private readonly double width;
    private readonly double loop;

    /// <summary>All derivatives of G at (Q, g), from the sums that they need.</summary>
    /// <param name="width">N.</param>
    /// <param name="loop">ε.</param>
    /// <param name="q">Q.</param>
    /// <param name="g">aᵀK M⁻¹ K a.</param>
    /// <param name="h">aᵀK M⁻¹KM⁻¹ K a.</param>
    /// <param name="trace">Tr[M⁻¹K].</param>
    public LoopAction(double width, double loop, double q, double g, double h, double trace)
    {
        (this.width, this.loop, Q) = (width, loop, q);
        double stiffness = 2 * q * q / width, slope = 4 * q / width;
        U = 1 + (stiffness * g);
        LoopSlope = loop * 0.5 * (trace + (slope * g / U));
        var byG = -loop * 0.5 * stiffness / U;
        Alpha = q - (2 * q * q / width * (LoopSlope + (byG * h)));
        Beta = 2 * byG;
    }

    /// <summary>Q.</summary>
    public double Q { get; }

    /// <summary>u.</summary>
    public double U { get; }

    /// <summary>∂_Q of ε½(log det M + log u) at fixed g.</summary>
    public double LoopSlope { get; }

    /// <summary>α, the coefficient of Ka in Γ′(a): Q at tree level.</summary>
    public double Alpha { get; }

    /// <summary>β, the coefficient of K M⁻¹ K a in Γ′(a): 0 at tree level.</summary>
    public double Beta { get; }

    /// <summary>
    /// The 3×3 core of the Hessian's low-rank part on the vectors (2/N)a, (2M⁻¹K − (2/N)Q²h) a and −2Q²(M⁻¹K)²a, each times K.
    /// </summary>
    /// <param name="g">aᵀK M⁻¹ K a.</param>
    /// <param name="h">aᵀK M⁻¹KM⁻¹ K a.</param>
    /// <param name="h2">aᵀK (M⁻¹K)² M⁻¹ K a.</param>
    /// <param name="trace2">Tr[(M⁻¹K)²].</param>
    public double[,] Curvature(double g, double h, double h2, double trace2)
    {
        double q2 = Q * Q, stiffness = 2 * q2 / width, slope = 4 * Q / width;
        var ratio = slope * g / U;
        var slopeByQ = loop * 0.5 * (-trace2 + (4 / width * g / U) - (ratio * ratio));
        var slopeByG = loop * 0.5 * slope / (U * U);
        var byG = -loop * 0.5 * stiffness / U;
        var byGG = loop * 0.5 * stiffness * stiffness / (U * U);
        var bySS = q2 * ((width / 2) - (2 * Q * LoopSlope) - (q2 * slopeByQ));
        var gBySS = q2 * ((-2 * Q * h) + (2 * q2 * h2));
        return new[,]
        {
            { bySS + (byG * gBySS), -q2 * slopeByG, byG },
            { -q2 * slopeByG, byGG, 0 },
            { byG, 0, 0 },
        };
    }
}
