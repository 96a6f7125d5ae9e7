using FeatureLearning.Sampling.Diagnostics;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats.Npz;

namespace FeatureLearning.Workbook.Diagnosing;

/// <summary>One call of <c>workbook diagnose</c>: reads the draws, diagnoses every scalar, writes the JSON.</summary>
/// <param name="Path">The .npz.</param>
/// <param name="Gap">Smallest difference that is claimed, or null.</param>
/// <param name="Output">File of the JSON, or null for standard output.</param>
internal sealed record DiagnoseRequest(string Path, double? Gap, string? Output)
{
    private const string Energy = NpzFile.SampleStats + "energy", Diverging = NpzFile.SampleStats + "diverging";

    /// <summary>Runs the request; 0 where the gate is passed, 3 where it is not.</summary>
    /// <exception cref="UsageException">Bad input; the message names the file and the array.</exception>
    public int Execute()
    {
        var file = ReadFile();
        (string Name, double[,] Chains)[] scalars = [.. PosteriorScalars.Of(file, Path)];
        KeyValuePair<string, ChainDiagnostics>[] diagnostics =
            [.. scalars.AsParallel().AsOrdered().Select(scalar => KeyValuePair.Create(scalar.Name, ChainDiagnostics.Of(scalar.Chains)))];
        var verdict = PublicationGate.Default.Check(diagnostics, Gap);
        using var json = new MemoryStream();
        DiagnoseReport.Write(json, diagnostics, verdict, EnergyFractions(file), Divergences(file));
        JsonOutput.Write(json, Output);
        return verdict.Passes ? ExitCode.Success : ExitCode.NotConverged;
    }

    private NpzFile ReadFile()
    {
        try
        {
            return NpzReader.Read(Path);
        }
        catch (NpzFormatException error)
        {
            throw new UsageException(error.Message, error);
        }
    }

    private double[]? EnergyFractions(NpzFile file) => PosteriorScalars.Single(file, Energy, Path) is { } energies ? EnergyFraction.Of(energies) : null;

    private int? Divergences(NpzFile file) => PosteriorScalars.Single(file, Diverging, Path)?.Cast<double>().Count(flag => flag != 0);
}
