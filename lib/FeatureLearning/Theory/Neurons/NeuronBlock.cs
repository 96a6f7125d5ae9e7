using System.Numerics;
using System.Runtime.InteropServices;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;

namespace FeatureLearning.Theory.Neurons;

/// <summary>
/// A block of neurons z and their twins z₀ with the same noise under the prior. A Hamiltonian trajectory turns (z, p) exactly in the prior's
/// harmonic well and kicks p by the gradient of the tilt, so that without adaptation one quarter turn is an independent draw; the twin makes the
/// same turn without kicks and stays distributed as the prior exactly.
/// </summary>
internal sealed class NeuronBlock
{
    private const int Width = BlockProducts.Width;
    private readonly int rank;
    private readonly uint seed;
    private readonly uint chain;

    public NeuronBlock(int rank, uint seed, uint chain)
    {
        (this.rank, this.seed, this.chain) = (rank, seed, chain);
        Neurons = new double[rank * Width];
        new RandomStream(seed, RandomPurpose.InitialHidden, chain, 0).Normals(Neurons);
        Twins = [.. Neurons];
    }

    /// <summary>z, r×Width, in panels as in <see cref="BlockProducts"/>.</summary>
    public double[] Neurons { get; private set; }

    /// <summary>z₀, r×Width.</summary>
    public double[] Twins { get; }

    /// <summary>One trajectory; the evaluation is left at the accepted neurons. Returns the mean probability of acceptance.</summary>
    public double Move(NeuronField field, NeuronEvaluation evaluation, NeuronBuffers buffers, ulong round, double angle, int kicks)
    {
        var (momentum, next) = (buffers.Momentum, buffers.Position);
        new RandomStream(seed, RandomPurpose.HiddenNoise, chain, round).Normals(momentum);
        Turn(Twins, momentum, buffers.Unused, angle * kicks);
        Neurons.CopyTo(next.AsSpan());
        evaluation.Evaluate(field, next);
        evaluation.Remember();
        Energy(next, momentum, evaluation.LogTilt, buffers.Before, buffers.Uniforms);
        AddScaled(momentum, angle / 2, evaluation.Gradient);
        for (var kick = 1; kick <= kicks; kick++)
        {
            Turn(next, momentum, momentum, angle);
            evaluation.Evaluate(field, next);
            AddScaled(momentum, kick == kicks ? angle / 2 : angle, evaluation.Gradient);
        }

        Energy(next, momentum, evaluation.LogTilt, buffers.After, buffers.Uniforms);
        return Accept(evaluation, buffers, round);
    }

    private double Accept(NeuronEvaluation evaluation, NeuronBuffers buffers, ulong round)
    {
        new RandomStream(seed, RandomPurpose.Decision, chain, round).Uniforms(buffers.Uniforms);
        double acceptance = 0;
        for (var c = 0; c < Width; c++)
        {
            var probability = Math.Exp(Math.Min(0, buffers.Before[c] - buffers.After[c]));
            acceptance += double.IsNaN(probability) ? 0 : probability;
            if (!(buffers.Uniforms[c] < probability))
            {
                evaluation.Restore(c);
                for (var i = 0; i < rank; i++)
                {
                    var at = BlockProducts.At(rank, i, c);
                    buffers.Position[at] = Neurons[at];
                }
            }
        }

        (Neurons, buffers.Position) = (buffers.Position, Neurons);
        return acceptance / Width;
    }

    // (z, p) → (z cos + p sin, p cos − z sin); the new p into its own array, which may be the old one or one that nobody reads.
    private static void Turn(double[] z, double[] p, double[] newP, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        Span<Vector<double>> vz = Cast(z), vp = Cast(p), to = Cast(newP);
        for (var i = 0; i < vz.Length; i++)
        {
            var (position, momentum) = (vz[i], vp[i]);
            vz[i] = (cosine * position) + (sine * momentum);
            to[i] = (cosine * momentum) - (sine * position);
        }
    }

    private void Energy(double[] z, double[] p, double[] tilt, double[] energy, double[] scratch)
    {
        BlockColumns.Dots(rank, z, z, energy);
        BlockColumns.Dots(rank, p, p, scratch);
        for (var c = 0; c < Width; c++)
        {
            energy[c] = (0.5 * (energy[c] + scratch[c])) - tilt[c];
        }
    }

    private static void AddScaled(double[] target, double factor, double[] values)
    {
        Span<Vector<double>> to = Cast(target), from = Cast(values);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }

    private static Span<Vector<double>> Cast(double[] values) => MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());
}

/// <summary>Buffers of a trajectory, shared by the blocks of a replica one after the other.</summary>
internal sealed class NeuronBuffers(int rank)
{
    public double[] Momentum { get; } = new double[rank * BlockProducts.Width];

    public double[] Position { get; set; } = new double[rank * BlockProducts.Width];

    public double[] Unused { get; } = new double[rank * BlockProducts.Width];

    public double[] Before { get; } = new double[BlockProducts.Width];

    public double[] After { get; } = new double[BlockProducts.Width];

    public double[] Uniforms { get; } = new double[BlockProducts.Width];
}
