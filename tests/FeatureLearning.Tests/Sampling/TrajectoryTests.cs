using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Sampling;

/// <summary>Hamiltonian trajectories: reversible, energy error of second order, and tuned to their acceptance.</summary>
public class TrajectoryTests
{
    /// <summary>Both integrators, all activations, the P×P form (P = 8 ≤ N = 12) and the N×N form (N = 5 &lt; P = 8).</summary>
    public static TheoryData<Integrator, Activation, int> All
    {
        get
        {
            var rows = new TheoryData<Integrator, Activation, int>();
            foreach (var integrator in Enum.GetValues<Integrator>())
            {
                foreach (var activation in Enum.GetValues<Activation>())
                {
                    rows.Add(integrator, activation, 12);
                    rows.Add(integrator, activation, 5);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Trajectories_are_reversible(Integrator integrator, Activation activation, int width)
    {
        var trajectory = Start(integrator, activation, width);
        double[] z = [.. trajectory.Position], p = [.. trajectory.Momentum];
        trajectory.Move(0.05, 40);
        Assert.True(trajectory.Position.Zip(z, (a, b) => Math.Abs(a - b)).Max() > 0.1);
        Spans.Scale(trajectory.Momentum, -1);
        trajectory.Move(0.05, 40);
        for (var i = 0; i < z.Length; i++)
        {
            Near.Absolute(z[i], trajectory.Position[i], 1e-12, "z");
            Near.Absolute(-p[i], trajectory.Momentum[i], 1e-12, "p");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Energy_error_falls_as_the_square_of_the_step(Integrator integrator, Activation activation, int width) =>
        Assert.InRange(EnergySlope(activation, () => Start(integrator, activation, width)), 1.9, 2.1);

    /// <summary>Twins: a likelihood's gradient that is wrong by a thousandth conserves another energy, whatever the step.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void With_a_wrong_gradient_the_energy_error_does_not_fall(Integrator integrator, Activation activation, int width) =>
        Assert.InRange(EnergySlope(activation, () => Start(integrator, activation, width, gradient: 1.001)), -0.5, 0.5);

    [Fact]
    public void Without_data_to_speak_of_rotation_has_no_energy_error_and_leapfrog_has()
    {
        double Error(Integrator integrator)
        {
            var trajectory = Start(integrator, Activation.Erf, noise: 1e12);
            var before = trajectory.Energy;
            trajectory.Move(0.7, 3);
            return Math.Abs(trajectory.Energy - before);
        }

        Assert.True(Error(Integrator.PriorRotation) < 1e-9);
        Assert.True(Error(Integrator.Leapfrog) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Dual_averaging_reaches_its_acceptance(Integrator integrator, Activation activation, int width)
    {
        var settings = new RunSettings { Chains = 2, Warmup = 400, Draws = 400, Threads = 2 };
        var sampled = SamplerRun.Run(Problem(activation, width, 0.02), new Hmc { Integrator = integrator }, settings);
        Assert.InRange(sampled.Acceptance, 0.7, 0.92);
        Assert.Equal(0, sampled.Divergences);
    }

    // Over unit time; for relu so short that no pre-activation changes its sign: across a kink the force jumps, and the energy error is of
    // first order only.
    private static double EnergySlope(Activation activation, Func<Trajectory> start)
    {
        var (time, steps) = activation == Activation.Relu ? (0.003, new[] { 2, 4, 8, 16 }) : (1, [200, 400, 800, 1600]);
        var errors = steps.Select(n =>
        {
            var trajectory = start();
            var before = trajectory.Energy;
            trajectory.Move(time / n, n);
            return Math.Abs(trajectory.Energy - before);
        });
        return Slope.LogLog(steps.Select(n => 1.0 / n), errors);
    }

    private static SamplingProblem Problem(Activation activation, int width, double noise) =>
        new(Network.FromVariances(width, 6, activation, 1.5, 1, 1, noise), new Draws(3).Data(8, 6));

    private static Trajectory Start(Integrator integrator, Activation activation, int width = 12, double noise = 0.1, double gradient = 1)
    {
        var problem = Problem(activation, width, noise);
        var trajectory = new Trajectory(new Scaled(new MarginalLikelihood(problem, DenseRoutines.Of(LinearAlgebra.Managed)), gradient), integrator);
        new RandomStream(5, RandomPurpose.Simulation, 0, 0).Normals(trajectory.Position);
        new RandomStream(5, RandomPurpose.Simulation, 1, 0).Normals(trajectory.Momentum);
        trajectory.Evaluate();
        return trajectory;
    }

    // A likelihood whose gradient is wrong by a factor.
    private sealed class Scaled(ILikelihood likelihood, double factor) : ILikelihood
    {
        public int Dimension => likelihood.Dimension;

        public double Evaluate(double[] theta, double[] gradient)
        {
            var value = likelihood.Evaluate(theta, gradient);
            Spans.Scale(gradient, factor);
            return value;
        }
    }
}
