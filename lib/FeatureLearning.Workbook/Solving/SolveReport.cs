using System.Text.Json;
using FeatureLearning.Observables;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Formats;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Solving;

/// <summary>Writes a posterior as the one JSON object of <c>workbook solve</c>; numbers in round-trip form, null where there is none.</summary>
internal static class SolveReport
{
    /// <summary>Writes the object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="theory">The theory's name on the command line.</param>
    /// <param name="posterior">The answer.</param>
    /// <param name="testInputs">X*, or null.</param>
    /// <param name="testTargets">y*, or null.</param>
    public static void Write(
        Stream output, string theory, Posterior posterior, Matrix<double>? testInputs, Vector<double>? testTargets)
    {
        var converged = posterior.Status == SolverStatus.Converged;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("theory", theory);
        json.WriteString("status", StatusName(posterior.Status));
        if (!converged)
        {
            json.WriteString("message", posterior.Message);
        }

        WriteSolution(json, posterior);
        json.WriteStartObject("train");
        json.WriteFinite("mean", converged ? posterior.TrainMean : null);
        json.WriteEndObject();
        if (testInputs is not null)
        {
            WriteTest(json, converged ? posterior.Predict(testInputs) : null, testTargets);
        }

        LearningReport.Write(json, converged ? posterior : null, testInputs);
        json.WriteEndObject();
    }

    private static string StatusName(SolverStatus status) => status switch
    {
        SolverStatus.Converged => "converged",
        SolverStatus.NoSolution => "no-solution",
        SolverStatus.NotConverged => "not-converged",
        SolverStatus.IllConditioned => "ill-conditioned",
        _ => throw new ArgumentException($"Unknown status '{status}'.", nameof(status)),
    };

    private static void WriteSolution(Utf8JsonWriter json, Posterior posterior)
    {
        json.WriteNumber("branch", posterior.Branch);
        json.WriteFinite("q", posterior.OrderParameter);
        if (posterior.Conjugate is { } b)
        {
            json.WriteFinite("b", b);
        }

        if (posterior.OrderParameterVariance is { } variance)
        {
            json.WriteFinite("q_variance", variance);
        }

        json.WriteFinite("action", posterior.Action);
        json.WriteFinite("residual", posterior.Residual);
        json.WriteNumber("iterations", posterior.Iterations);
        if (posterior.StationaryPoints.Count > 0)
        {
            WritePoints(json, posterior);
        }
    }

    private static void WritePoints(Utf8JsonWriter json, Posterior posterior)
    {
        json.WriteStartArray("stationary_points");
        foreach (var point in posterior.StationaryPoints)
        {
            json.WriteStartObject();
            json.WriteFinite("q", point.OrderParameter);
            if (posterior.Conjugate is not null)
            {
                json.WriteFinite("b", point.Conjugate);
            }

            json.WriteFinite("action", point.Action);
            json.WriteString("kind", point.IsMinimum ? "minimum" : "maximum");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTest(Utf8JsonWriter json, Prediction? prediction, Vector<double>? targets)
    {
        json.WriteStartObject("test");
        json.WriteFinite("mean", prediction?.Mean);
        json.WriteFinite("variance", prediction?.Variance);
        json.WriteEndObject();
        if (targets is null)
        {
            return;
        }

        var loss = prediction is null ? null : Loss.Of(prediction, targets);
        json.WriteStartObject("loss");
        json.WriteFinite("bias2", loss?.SquaredBias ?? double.NaN);
        json.WriteFinite("variance", loss?.Variance ?? double.NaN);
        json.WriteFinite("total", loss?.Total ?? double.NaN);
        json.WriteEndObject();
    }
}
