namespace FeatureLearning.Sampling;

/// <summary>A log likelihood and its gradient in coordinates whose prior is N(0, 1).</summary>
internal interface ILikelihood
{
    /// <summary>Number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>log p(y|θ); the gradient is written.</summary>
    double Evaluate(double[] theta, double[] gradient);
}
