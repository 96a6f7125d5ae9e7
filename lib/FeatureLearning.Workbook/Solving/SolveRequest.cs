using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Theory;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Solving;

/// <summary>One call of <c>workbook solve</c>, its options read: reads the files, solves, writes the JSON.</summary>
internal sealed record SolveRequest(
    string Theory, InputFiles Files, NetworkShape Shape, SamplingParameters Sampling, string? Output)
{
    /// <summary>Runs the request; 0 after convergence, 3 without.</summary>
    /// <exception cref="UsageException">Bad input; the message names the file and row, or the option.</exception>
    public int Execute()
    {
        var data = Files.Read();
        try
        {
            var posterior = Solve(Theory, Shape, Sampling, data);
            using var json = new MemoryStream();
            SolveReport.Write(json, Theory, posterior, data.TestInputs, data.TestTargets);
            JsonOutput.Write(json, Output);
            return posterior.Status == SolverStatus.Converged ? ExitCode.Success : ExitCode.NotConverged;
        }
        catch (ArgumentException error)
        {
            // .NET appends the parameter's name, which says nothing to a user of the command.
            throw new UsageException(error.Message.Split(" (Parameter '")[0], error);
        }
    }

    /// <summary>Solves, on data that may come from anywhere.</summary>
    /// <exception cref="UsageException">Parameters that do not go together, or outside their domain.</exception>
    /// <exception cref="ArgumentException">As the theory's.</exception>
    public static Posterior Solve(string theory, NetworkShape shape, SamplingParameters sampling, InputData data)
    {
        var network = shape.Build(data.Inputs.ColumnCount);
        var kind = Theories.Parse(theory);
        var options = sampling.Build(theory, Theories.IsSampled(kind));
        return Theories.Solve(kind, network, TrainingKernel.On(network, new DataSet(data.Inputs, data.Targets)), options);
    }
}
