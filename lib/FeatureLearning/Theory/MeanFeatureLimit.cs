using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>The proportional limit for features with a mean: stationary points of S(Q,B) and the measure on one of them.</summary>
internal static class MeanFeatureLimit
{
    private const double ScanStep = 0.04;

    public static Posterior Solve(Network network, TrainingKernel kernel, int? branch, CancellationToken cancellation)
    {
        var action = new MeanFeatureAction(network, kernel);
        return BranchChoice.Solve(TheoryKind.Proportional, network, kernel, StationaryPoints(action, network, cancellation), branch, point =>
        {
            var beta = 1 / (1 + point.Conjugate);
            var at = action.At(point.OrderParameter);
            return new Posterior(TheoryKind.Proportional, network, kernel, Measure(network, kernel, action, at, beta))
            {
                Conjugate = point.Conjugate,
                Residual = Math.Abs(action.Slope(at, beta)) / Math.Max(1, 1 / beta),
                Iterations = action.Evaluations,
            };
        });
    }

    // The cubic for β has up to three admissible roots; each rank (lowest, middle, highest) is scanned as a function of Q.
    private static IReadOnlyList<StationaryPoint> StationaryPoints(MeanFeatureAction action, Network network, CancellationToken cancellation)
    {
        var sums = action.Sums;
        var upper = 10 * (1 + (sums.TargetNorm / (4 * network.Width * sums.Noise)));
        var lower = 0.1 / (1 + (sums.KernelTrace / (network.Width * sums.Noise)));
        var points = new List<StationaryPoint>();
        for (var rank = 0; rank < 3; rank++)
        {
            double Slope(double s) => Beta(action.At(Math.Exp(s)), rank) is { } beta
                ? action.Slope(action.At(Math.Exp(s)), beta) : double.NaN;
            double? Beta(MeanFeaturePoint at, int k) => action.Rescalings(at) is var roots && k < roots.Count ? roots[k] : null;
            foreach (var s in RootScan.FindAll(Slope, Math.Log(lower), Math.Log(upper), ScanStep, cancellation))
            {
                var at = action.At(Math.Exp(s));
                if (Beta(at, rank) is { } beta && Math.Abs(action.Slope(at, beta)) < 1e-6 * Math.Max(1, 1 / beta))
                {
                    points.Add(new(at.Q, (1 / beta) - 1, action.Value(at, beta), Slope(s + 1e-6) > Slope(s - 1e-6)));
                }
            }
        }

        return [.. points.OrderBy(p => p.OrderParameter)];
    }

    private static DualMeasure Measure(
        Network network, TrainingKernel kernel, MeanFeatureAction action, MeanFeaturePoint at, double beta)
    {
        var delta = network.KernelScale * (beta - at.Q);
        var x = 1 + (delta * at.T);
        var a = at.A - (delta * at.Z / x * at.B);
        var adjoint = Vector<double>.Build.Dense(kernel.Factorization.Rotate(a.AsArray(), intoBasis: false));
        KernelFunction Resolvent(double coefficient) =>
            new ResolventFunction(kernel.Factorization, coefficient, at.Q * action.Sums.Scale, action.Sums.Noise);
        var vectors = Matrix<double>.Build.DenseOfColumnVectors(at.B, a);
        DualOperator Operator(double inverse, double outer) =>
            new(Resolvent(-inverse), vectors, Matrix<double>.Build.DenseOfDiagonalArray([inverse * delta / x, outer]));
        return new DualMeasure(network, kernel)
        {
            Rescaling = at.Q,
            MeanRescaling = beta,
            MeanWeights = adjoint,
            Discrepancies = adjoint,
            CovarianceOperator = Operator(1, 0),
            MomentOperator = Operator(at.Q, at.Q),
            SecondMomentOverPrior = at.Q,
        };
    }
}
