using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Solving;

/// <summary>One call of <c>workbook solve</c>, its options read: reads the files, solves, writes the JSON.</summary>
internal sealed record SolveRequest(
    string Theory, string TrainInputs, string TrainTargets, string? TestInputs, string? TestTargets, int Width, Activation Activation,
    NetworkParameters Parameters, SamplingParameters Sampling, string? Output)
{
    /// <summary>Runs the request; 0 after convergence, 3 without.</summary>
    /// <exception cref="UsageException">Bad input; the message names the file and row, or the option.</exception>
    public int Execute()
    {
        var inputs = CsvTable.ReadMatrix(TrainInputs);
        var targets = CsvTable.ReadVector(TrainTargets);
        CheckRows(TrainTargets, targets.Count, TrainInputs, inputs.RowCount);
        var testInputs = TestInputs is null ? null : CsvTable.ReadMatrix(TestInputs);
        var testTargets = TestTargets is null ? null : CsvTable.ReadVector(TestTargets);
        CheckTest(inputs, testInputs, testTargets);
        try
        {
            var network = Parameters.Build(Width, inputs.ColumnCount, Activation);
            var theory = Theories.Parse(Theory);
            var options = Sampling.Build(Theory, Theories.IsSampled(theory));
            var posterior = Theories.Solve(theory, network, TrainingKernel.On(network, new DataSet(inputs, targets)), options);
            Write(posterior, testInputs, testTargets);
            return posterior.Status == SolverStatus.Converged ? ExitCode.Success : ExitCode.NotConverged;
        }
        catch (ArgumentException error)
        {
            // .NET appends the parameter's name, which says nothing to a user of the command.
            throw new UsageException(error.Message.Split(" (Parameter '")[0], error);
        }
    }

    private void Write(Posterior posterior, Matrix<double>? testInputs, Vector<double>? testTargets)
    {
        using var json = new MemoryStream();
        SolveReport.Write(json, Theory, posterior, testInputs, testTargets);
        JsonOutput.Write(json, Output);
    }

    private void CheckTest(Matrix<double> inputs, Matrix<double>? testInputs, Vector<double>? testTargets)
    {
        if (testInputs is null)
        {
            if (testTargets is not null)
            {
                throw new UsageException("--test-y needs --test-x.");
            }

            return;
        }

        if (testInputs.ColumnCount != inputs.ColumnCount)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{TestInputs}: {testInputs.ColumnCount} fields a row, but {TrainInputs} has {inputs.ColumnCount}."));
        }

        if (testTargets is not null)
        {
            CheckRows(TestTargets!, testTargets.Count, TestInputs!, testInputs.RowCount);
        }
    }

    private static void CheckRows(string targets, int targetRows, string inputs, int inputRows)
    {
        if (targetRows != inputRows)
        {
            throw new UsageException(FormattableString.Invariant($"{targets}: {targetRows} rows, but {inputs} has {inputRows}."));
        }
    }
}
