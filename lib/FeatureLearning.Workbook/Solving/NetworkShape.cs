using FeatureLearning.Networks;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Solving;

/// <summary>A network as the command line gives it; the input dimension is the data's.</summary>
internal sealed record NetworkShape(int Width, Activation Activation, NetworkParameters Parameters)
{
    /// <exception cref="UsageException">The notations are mixed, the noise is missing, or a value is outside its domain.</exception>
    public Network Build(int inputDimension) => Parameters.Build(Width, inputDimension, Activation);
}
