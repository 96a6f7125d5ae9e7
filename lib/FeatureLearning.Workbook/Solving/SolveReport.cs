using System.Text.Json;
using FeatureLearning.Observables;
using FeatureLearning.Theory;
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
        WriteVector(json, "mean", converged ? posterior.TrainMean : null);
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
        WriteNumber(json, "q", posterior.OrderParameter);
        if (posterior.Conjugate is { } b)
        {
            WriteNumber(json, "b", b);
        }

        if (posterior.OrderParameterVariance is { } variance)
        {
            WriteNumber(json, "q_variance", variance);
        }

        WriteNumber(json, "action", posterior.Action);
        WriteNumber(json, "residual", posterior.Residual);
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
            WriteNumber(json, "q", point.OrderParameter);
            if (posterior.Conjugate is not null)
            {
                WriteNumber(json, "b", point.Conjugate);
            }

            WriteNumber(json, "action", point.Action);
            json.WriteString("kind", point.IsMinimum ? "minimum" : "maximum");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTest(Utf8JsonWriter json, Prediction? prediction, Vector<double>? targets)
    {
        json.WriteStartObject("test");
        WriteVector(json, "mean", prediction?.Mean);
        WriteVector(json, "variance", prediction?.Variance);
        json.WriteEndObject();
        if (targets is null)
        {
            return;
        }

        var loss = prediction is null ? null : Loss.Of(prediction, targets);
        json.WriteStartObject("loss");
        WriteNumber(json, "bias2", loss?.SquaredBias ?? double.NaN);
        WriteNumber(json, "variance", loss?.Variance ?? double.NaN);
        WriteNumber(json, "total", loss?.Total ?? double.NaN);
        json.WriteEndObject();
    }

    internal static void WriteVector(Utf8JsonWriter json, string name, Vector<double>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    internal static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
