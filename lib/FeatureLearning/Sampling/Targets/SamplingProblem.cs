using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Sampling;

/// <summary>What is sampled: a network, its training data, and the test points on which it is observed.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>P, n</term><description>training points, test points (n may be 0)</description></item>
/// <item><term>p(θ|D)</term><description>∝ p(θ) exp(−‖y − f‖²/(2κ)), see <see cref="Networks.Network"/></description></item>
/// </list>
/// </remarks>
public sealed class SamplingProblem
{
    /// <summary>States a problem.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Training data.</param>
    /// <param name="test">Test data, or null.</param>
    /// <exception cref="ArgumentException">An input dimension is not the network's.</exception>
    public SamplingProblem(Network network, DataSet data, DataSet? test = null)
        : this(network, data, test?.Inputs, test?.Targets)
    {
    }

    /// <summary>States a problem whose test points may have no targets.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Training data.</param>
    /// <param name="testInputs">X*, n×D, or null.</param>
    /// <param name="testTargets">y*, n numbers, or null: then there is no test loss.</param>
    /// <exception cref="ArgumentException">An input dimension is not the network's, or the numbers of test points differ.</exception>
    public SamplingProblem(Network network, DataSet data, Matrix<double>? testInputs, Vector<double>? testTargets)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        Require.Dimension(data.Inputs, network.InputDimension, nameof(data));
        if (testInputs is not null)
        {
            Require.Finite(testInputs, nameof(testInputs));
            Require.Dimension(testInputs, network.InputDimension, nameof(testInputs));
        }

        if (testTargets is not null)
        {
            Require.Finite(testTargets, nameof(testTargets));
            Require.Length(testTargets, testInputs?.RowCount ?? 0, nameof(testTargets));
        }

        (Network, Data, TestInputs, TestTargets) = (network, data, testInputs?.Clone(), testTargets?.Clone());
        Space = new RowSpace(network, data.Inputs, testInputs);
        Targets = data.Targets.ToArray();
        AllTargets = [.. Targets, .. testTargets?.ToArray() ?? []];
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Training data.</summary>
    public DataSet Data { get; }

    /// <summary>X*, or null.</summary>
    public Matrix<double>? TestInputs { get; }

    /// <summary>y*, or null.</summary>
    public Vector<double>? TestTargets { get; }

    internal RowSpace Space { get; }

    internal double[] Targets { get; }

    internal double[] AllTargets { get; }

    internal int HiddenCount => Space.Rank * Network.Width;
}
