using System.Text.Json;
using FeatureLearning.Observables;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Formats;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Solving;

/// <summary>
/// What features and weights have learned: <c>y_phi_y</c> = yᵀ⟨Φ⟩y/P², <c>weights.readout_second_moment_over_lambda</c> = ⟨w²⟩/λ, <c>weights.overlap</c> = squared
/// cosine between the top eigenvector of ⟨vvᵀ⟩ and Xᵀy (null where ⟨vvᵀ⟩ is isotropic), and, for theories that sample, <c>standard_error</c>.
/// </summary>
internal static class LearningReport
{
    private const int MaxIterations = 1000;

    /// <summary>Writes the fields into the open object; nulls without a posterior.</summary>
    public static void Write(Utf8JsonWriter json, Posterior? posterior, Matrix<double>? testInputs)
    {
        json.WriteFinite("y_phi_y", posterior is null ? double.NaN : Alignment.Strength(posterior));
        json.WriteStartObject("weights");
        json.WriteFinite(
            "readout_second_moment_over_lambda", posterior is null ? double.NaN : posterior.ReadoutSecondMoment / posterior.Network.ReadoutPriorVariance);
        json.WriteFinite("overlap", posterior is null ? double.NaN : Overlap(posterior));
        json.WriteEndObject();
        if (posterior is { Replicas.Count: > 0 })
        {
            WriteErrors(json, posterior, testInputs);
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, Posterior posterior, Matrix<double>? testInputs)
    {
        json.WriteStartObject("standard_error");
        json.WriteFinite("q", StandardError.Of(posterior, one => one.OrderParameter));
        json.WriteFinite("y_phi_y", StandardError.Of(posterior, Alignment.Strength));
        if (posterior.Replicas.Count > 1)
        {
            json.WriteFinite("train_mean", StandardError.Of(posterior, one => one.TrainMean));
            if (testInputs is not null)
            {
                // A prediction by particles is the dear part: one each replica serves mean and variance.
                var both = StandardError.Of(posterior, one =>
                {
                    var (mean, variance) = one.Predict(testInputs);
                    return Vector<double>.Build.DenseOfEnumerable(mean.Concat(variance));
                });
                json.WriteFinite("test_mean", both.SubVector(0, testInputs.RowCount));
                json.WriteFinite("test_variance", both.SubVector(testInputs.RowCount, testInputs.RowCount));
            }
        }

        json.WriteEndObject();
    }

    // Power iteration from Xᵀy; NaN where the moment is isotropic or the two largest eigenvalues are too close to tell.
    private static double Overlap(Posterior posterior)
    {
        var moment = posterior.HiddenSecondMoment();
        var direction = posterior.Kernel.Data.Inputs.TransposeThisAndMultiply(posterior.Kernel.Data.Targets).Normalize(2);
        var isotropic = moment.Trace() / moment.RowCount;
        if ((moment - Matrix<double>.Build.DenseDiagonal(moment.RowCount, isotropic)).FrobeniusNorm() < 1e-9 * isotropic)
        {
            return double.NaN;
        }

        var vector = direction;
        for (var i = 0; i < MaxIterations; i++)
        {
            var next = (moment * vector).Normalize(2);
            var moved = (next - vector).L2Norm();
            vector = next;
            if (moved < 1e-10)
            {
                return Math.Pow(vector.DotProduct(direction), 2);
            }
        }

        return double.NaN;
    }
}
