using FeatureLearning.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Tasks;

/// <summary>A drawn task: training data, test data and the direction that the teacher looks along.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>X, y</term><description><see cref="Train"/></description></item>
/// <item><term>X*, y*</term><description><see cref="Test"/>; test targets carry no label noise</description></item>
/// <item><term>θ</term><description><see cref="Teacher"/>, D numbers</description></item>
/// </list>
/// The same seed gives the same task, and the first P training points do not depend on how many are drawn, so that learning curves are
/// nested.
/// </remarks>
/// <param name="Name">What it is, for captions.</param>
/// <param name="Train">Training data.</param>
/// <param name="Test">Test data.</param>
/// <param name="Teacher">The teacher's (first) direction in input space, or the difference of the classes.</param>
public sealed record LearningTask(string Name, DataSet Train, DataSet Test, Vector<double> Teacher);
