namespace FeatureLearning.Theory;

/// <summary>A stationary point of an action in its order parameter.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>Q</term><description>order parameter ⟨w²⟩/λ, dimensionless</description></item>
/// <item><term>B</term><description>its conjugate, needed where features have a mean (relu); 1/Q − 1 otherwise</description></item>
/// <item><term>S</term><description>action, −(2/N) log of the evidence up to a constant</description></item>
/// </list>
/// </remarks>
/// <param name="OrderParameter">Q.</param>
/// <param name="Conjugate">B.</param>
/// <param name="Action">S at the point.</param>
/// <param name="IsMinimum">Whether S has a minimum in Q there (with B eliminated), and not a maximum.</param>
public sealed record StationaryPoint(double OrderParameter, double Conjugate, double Action, bool IsMinimum);
