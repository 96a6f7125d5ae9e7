using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Sampling;

/// <summary>Hamiltonian trajectories: reversible, energy error of second order, and tuned to their acceptance.</summary>
public class TrajectoryTests
{
    public static TheoryData<Integrator, Activation> All => new()
    {
        { Integrator.Leapfrog, Activation.Linear }, { Integrator.Leapfrog, Activation.Erf },
        { Integrator.PriorRotation, Activation.Linear }, { Integrator.PriorRotation, Activation.Erf },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Trajectories_are_reversible(Integrator integrator, Activation activation)
    {
        var trajectory = Start(integrator, activation);
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
    public void Energy_error_falls_as_the_square_of_the_step(Integrator integrator, Activation activation)
    {
        int[] steps = [200, 400, 800, 1600];
        var errors = steps.Select(n =>
        {
            var trajectory = Start(integrator, activation);
            var before = trajectory.Energy;
            trajectory.Move(1.0 / n, n);
            return Math.Abs(trajectory.Energy - before);
        });
        Assert.InRange(Slope.LogLog(steps.Select(n => 1.0 / n), errors), 1.9, 2.1);
    }

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
    public void Dual_averaging_reaches_its_acceptance(Integrator integrator, Activation activation)
    {
        var settings = new RunSettings { Chains = 2, Warmup = 400, Draws = 400, Threads = 2 };
        var sampled = SamplerRun.Run(Problem(activation, 0.02), new Hmc { Integrator = integrator }, settings);
        Assert.InRange(sampled.Acceptance, 0.7, 0.92);
        Assert.Equal(0, sampled.Divergences);
    }

    private static SamplingProblem Problem(Activation activation, double noise) =>
        new(Network.FromVariances(12, 6, activation, 1.5, 1, 1, noise), new Draws(3).Data(8, 6));

    private static Trajectory Start(Integrator integrator, Activation activation, double noise = 0.1)
    {
        var problem = Problem(activation, noise);
        var trajectory = new Trajectory(new MarginalLikelihood(problem, DenseRoutines.Of(LinearAlgebra.Managed)), integrator);
        new RandomStream(5, RandomPurpose.Simulation, 0, 0).Normals(trajectory.Position);
        new RandomStream(5, RandomPurpose.Simulation, 1, 0).Normals(trajectory.Momentum);
        trajectory.Evaluate();
        return trajectory;
    }
}
