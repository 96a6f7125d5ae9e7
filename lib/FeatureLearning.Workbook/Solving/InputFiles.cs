using FeatureLearning.Workbook.Commands;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Workbook.Solving;

/// <summary>The CSV files of training and test data.</summary>
internal sealed record InputFiles(string TrainInputs, string TrainTargets, string? TestInputs, string? TestTargets)
{
    /// <summary>Reads all files and checks that they fit together.</summary>
    /// <exception cref="UsageException">Bad input; the message names the file and row, or the option.</exception>
    public InputData Read()
    {
        var inputs = CsvTable.ReadMatrix(TrainInputs);
        var targets = CsvTable.ReadVector(TrainTargets);
        CheckRows(TrainTargets, targets.Count, TrainInputs, inputs.RowCount);
        var testInputs = TestInputs is null ? null : CsvTable.ReadMatrix(TestInputs);
        var testTargets = TestTargets is null ? null : CsvTable.ReadVector(TestTargets);
        CheckTest(inputs, testInputs, testTargets);
        return new InputData(inputs, targets, testInputs, testTargets);
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

/// <summary>What the files hold.</summary>
internal sealed record InputData(Matrix<double> Inputs, Vector<double> Targets, Matrix<double>? TestInputs, Vector<double>? TestTargets);
