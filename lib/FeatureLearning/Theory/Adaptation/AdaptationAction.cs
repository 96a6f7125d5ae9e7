using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory.Adaptation;

/// <summary>
/// Γ(a) = ½aᵀAa + G(a), log p(y) = extremum of Γ(a) − aᵀy to first order in 1/N, with the cumulant of order λ² averaged over fluctuations
/// of covariance −A⁻¹ around a: G = (Nλ²/8)[E u²(u² − 3s) − 3E s(u² − s) − (E u² − E s)² − 2tr(A⁻¹Φ)² + 4aᵀΦA⁻¹Φa], E under the prior.
/// Derivatives also with respect to sources on other points, whose features are ψ.
/// </summary>
internal sealed class AdaptationAction(AdaptationProblem problem, RestMoments rest)
{
    /// <summary>∂G on the training points: (Nλ²/2){E[φu(u² − 3s)] − (E u² − E s)Φa + 2ΦA⁻¹Φa}.</summary>
    public Vector<double> Gradient(Vector<double> a) => GradientAndValue(a).Gradient;

    /// <summary>∂G with respect to sources on other points: ψ for the first φ.</summary>
    public Vector<double> Gradient(Vector<double> a, Matrix<double> inputs)
    {
        var (cubic, first) = Forms(a);
        return Gradient(
            a, problem.Kernel.Cross(inputs), problem.Shift(cubic, problem.Kernel.Data.Inputs, inputs), rest.Means(a, inputs).Pull,
            cubic.Mean - first.Mean);
    }

    /// <summary>The gradient on the training points and G.</summary>
    public (Vector<double> Gradient, double Value) GradientAndValue(Vector<double> a)
    {
        var (cubic, first) = Forms(a);
        var features = problem.Kernel.Features;
        var (pull, action) = rest.Means(a, null);
        var shift = problem.Shift(cubic);
        var smooth = problem.Inverse * features; // A⁻¹Φ
        var image = features * a;
        var quartic = a.DotProduct(shift * a) + (cubic.Mean * a.DotProduct(image))
            - (3 * (Trace(problem.Inverse, problem.Shift(first)) + (first.Mean * problem.Fluctuations.Mean)));
        var value = problem.Coupling / 4 * (quartic + action - (first.Mean * first.Mean) - (2 * Trace(smooth, smooth))
            + (4 * image.DotProduct(problem.Inverse * image)));
        return (Gradient(a, features, shift, pull, cubic.Mean - first.Mean), value);
    }

    /// <summary>∂²G on the training points, by closed forms and draws.</summary>
    public Matrix<double> Curvature(Vector<double> a) => Smooth(a) + (3 * problem.Coupling * rest.Cross(a, null));

    /// <summary>The closed forms' part of <see cref="Curvature(Vector{double})"/>.</summary>
    public Matrix<double> Smooth(Vector<double> a) => Smooth(a, problem.Kernel.Features, problem.Shift(Forms(a).First), problem.Kernel.Features);

    /// <summary>∂²G between training points and others, P×n.</summary>
    public Matrix<double> Curvature(Vector<double> a, Matrix<double> inputs) =>
        SmoothCross(a, inputs) + (3 * problem.Coupling * rest.Cross(a, inputs));

    /// <summary>The closed forms' part of the same.</summary>
    public Matrix<double> SmoothCross(Vector<double> a, Matrix<double> inputs)
    {
        var cross = problem.Kernel.Cross(inputs);
        return Smooth(a, cross, problem.Shift(Forms(a).First, problem.Kernel.Data.Inputs, inputs), cross);
    }

    /// <summary>The closed forms' part of ∂²G among other points.</summary>
    public Matrix<double> SmoothOwn(Vector<double> a, Matrix<double> inputs)
    {
        var (first, cross) = (Forms(a).First, problem.Kernel.Cross(inputs));
        var algebra = problem.Kernel.Algebra;
        return problem.Coupling * ((3 * problem.Shift(first, inputs, inputs)) + (2 * first.Mean * problem.Kernel.Among(inputs))
            - (2 * algebra.Multiply(cross, algebra.Multiply(first.Matrix, cross), transposeA: true)));
    }

    /// <summary>Its diagonal.</summary>
    public Vector<double> SmoothDiagonal(Vector<double> a, Matrix<double> inputs)
    {
        var (first, cross) = (Forms(a).First, problem.Kernel.Cross(inputs));
        var pull = cross.PointwiseMultiply(problem.Kernel.Algebra.Multiply(first.Matrix, cross)).ColumnSums();
        return problem.Coupling
            * ((3 * problem.ShiftDiagonal(first, inputs)) + (2 * first.Mean * problem.Kernel.DiagonalAmong(inputs)) - (2 * pull));
    }

    /// <summary>u² − 3s, of means, and u² − s, of second moments.</summary>
    public (QuadraticForm Cubic, QuadraticForm First) Forms(Vector<double> a)
    {
        var square = problem.Square(a);
        return (square.Minus(3, problem.Fluctuations), square.Minus(1, problem.Fluctuations));
    }

    private Vector<double> Gradient(Vector<double> a, Matrix<double> cross, Matrix<double> shift, Vector<double> pull, double excess) =>
        problem.Coupling * (shift.TransposeThisAndMultiply(a) + pull
            + cross.TransposeThisAndMultiply((excess * a) + (2 * (problem.Inverse * (problem.Kernel.Features * a)))));

    // (Nλ²/2){3E[φψᵀ(u² − s)] − (E u² − E s)Φ − 2Φ(aaᵀ − A⁻¹)Φ}
    private Matrix<double> Smooth(Vector<double> a, Matrix<double> cross, Matrix<double> shift, Matrix<double> columns)
    {
        var (first, algebra) = (Forms(a).First, problem.Kernel.Algebra);
        return problem.Coupling * ((3 * shift) + (2 * first.Mean * cross)
            - (2 * algebra.Multiply(problem.Kernel.Features, algebra.Multiply(first.Matrix, columns))));
    }

    private static double Trace(Matrix<double> a, Matrix<double> b) => a.PointwiseMultiply(b.Transpose()).Enumerate().Sum();
}
