namespace FeatureLearning.Plotly;

/// <summary>A measured value and its error, for a cell of a <see cref="Table"/>: shown as 0.1234 ± 0.0021.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Its standard error, in the same units, not negative; NaN when it is not known.</param>
public readonly record struct Measured(double Value, double Error)
{
    /// <summary>The value and the error to the error's second significant digit, invariant culture.</summary>
    public override string ToString() => Numbers.Format(Value, Error, 4);
}
