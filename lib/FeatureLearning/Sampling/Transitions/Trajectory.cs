using FeatureLearning.Numerics;

namespace FeatureLearning.Sampling;

/// <summary>A point in phase space that moves under H = ½|p|² + ½|z|² − log p(y|z).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>z, p</term><description><see cref="Position"/>, <see cref="Momentum"/></description></item>
/// <item><term>H</term><description><see cref="Energy"/></description></item>
/// </list>
/// </remarks>
internal sealed class Trajectory(ILikelihood likelihood, Integrator integrator)
{
    public double[] Position { get; } = new double[likelihood.Dimension];

    public double[] Momentum { get; } = new double[likelihood.Dimension];

    /// <summary>∂ log p(y|z)/∂z at <see cref="Position"/>.</summary>
    public double[] Gradient { get; } = new double[likelihood.Dimension];

    public double LogLikelihood { get; private set; }

    public double Energy => (0.5 * (Spans.Dot(Position, Position) + Spans.Dot(Momentum, Momentum))) - LogLikelihood;

    /// <summary>Recomputes likelihood and gradient; a matrix that lost its positivity makes the energy infinite.</summary>
    public void Evaluate()
    {
        try
        {
            LogLikelihood = likelihood.Evaluate(Position, Gradient);
        }
        catch (ArithmeticException)
        {
            LogLikelihood = double.NegativeInfinity;
        }
    }

    /// <summary>Moves by steps of size ε.</summary>
    /// <returns>Steps made: fewer where the energy is no longer finite.</returns>
    public int Move(double epsilon, int steps)
    {
        for (var step = 1; step <= steps; step++)
        {
            Kick(0.5 * epsilon);
            Drift(epsilon);
            Evaluate();
            Kick(0.5 * epsilon);
            if (!double.IsFinite(LogLikelihood))
            {
                return step;
            }
        }

        return steps;
    }

    /// <summary>Makes this point a copy of another; the momentum is not copied.</summary>
    public void CopyFrom(Trajectory other)
    {
        other.Position.CopyTo(Position, 0);
        other.Gradient.CopyTo(Gradient, 0);
        LogLikelihood = other.LogLikelihood;
    }

    private void Kick(double time)
    {
        Spans.AddScaled(Momentum, time, Gradient);
        if (integrator == Integrator.Leapfrog)
        {
            Spans.AddScaled(Momentum, -time, Position);
        }
    }

    private void Drift(double time)
    {
        if (integrator == Integrator.Leapfrog)
        {
            Spans.AddScaled(Position, time, Momentum);
        }
        else
        {
            var (sine, cosine) = Math.SinCos(time);
            Spans.Rotate(Position, Momentum, cosine, sine);
        }
    }
}
