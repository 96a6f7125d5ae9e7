using FeatureLearning.Networks;
using FeatureLearning.Sampling;
using MathNet.Numerics;

namespace FeatureLearning.Tests.Statistical;

/// <summary>
/// The model that calibration tests draw from: whitened weights (Z, u) from the prior, labels from the weights, on six fixed inputs.
/// </summary>
internal sealed class GenerativeModel
{
    private readonly Matrix<double> inputs;
    private readonly SamplingProblem blank;

    public GenerativeModel(Network network, int points = 6)
    {
        (Network, Points, inputs) = (network, points, new Draws(77).Matrix(points, network.InputDimension));
        blank = Problem(Vector<double>.Build.Dense(points));
    }

    public Network Network { get; }

    public int Points { get; }

    /// <summary>X̃.</summary>
    public Matrix<double> Design => Matrix<double>.Build.Dense(Points, blank.Space.Rank, blank.Space.Design);

    public int HiddenCount => blank.HiddenCount;

    public int WeightCount => blank.HiddenCount + Network.Width;

    public SamplingProblem Problem(Vector<double> labels) => new(Network, new DataSet(inputs, labels));

    public double[] Weights(RandomStream stream)
    {
        var numbers = new double[WeightCount];
        stream.Normals(numbers);
        return numbers;
    }

    /// <summary>y = √λ Φu + noise; a state without readout gets a fresh one.</summary>
    public Vector<double> Labels(double[] state, RandomStream stream)
    {
        var fresh = new double[Network.Width + Points];
        stream.Normals(fresh);
        var readout = state.Length == WeightCount ? state[HiddenCount..] : fresh[..Network.Width];
        return (Features(state) * (Vector<double>.Build.Dense(readout) * Math.Sqrt(Network.ReadoutPriorVariance)))
            + (Vector<double>.Build.Dense(fresh[Network.Width..]) * Math.Sqrt(Network.Noise));
    }

    /// <summary>Φ, by formulas of this file's own.</summary>
    public Matrix<double> Features(double[] state) =>
        (Design * Matrix<double>.Build.Dense(blank.Space.Rank, Network.Width, state[..HiddenCount])).Map<double>(Network.Activation switch
        {
            Activation.Linear => h => h,
            Activation.Erf => SpecialFunctions.Erf,
            _ => h => Math.Max(h, 0),
        });
}
