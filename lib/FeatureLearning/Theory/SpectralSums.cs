using FeatureLearning.Kernels;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FeatureLearning.Theory;

/// <summary>Kernel sums in the eigenbasis.</summary>
internal sealed class SpectralSums : KernelSums
{
    private readonly KernelFactorization factorization;
    private readonly KernelSpectrum spectrum;

    public SpectralSums(Network network, TrainingKernel kernel)
        : base(network, kernel)
    {
        factorization = kernel.Factorization;
        spectrum = new KernelSpectrum(network, kernel);
    }

    public override ReadOnlySpan<double> Solve(double q) => All(q);

    public override Vector<double> Adjoint(double q) => Vector<double>.Build.Dense(factorization.FromEigenbasis(All(q)));

    public override double Quadratic(double q) => spectrum.Sum(i => spectrum.Targets[i] * At(i, q));

    public override double Energy(double q) => spectrum.Sum(i => spectrum.Eigenvalues[i] * At(i, q) * At(i, q));

    public override double EnergySlope(double q) =>
        spectrum.Sum(i => spectrum.Eigenvalues[i] * spectrum.Eigenvalues[i] * At(i, q) * At(i, q) / spectrum.Mu(i, q));

    public override double LogDeterminant(double q) => spectrum.Sum(i => Math.Log(spectrum.Mu(i, q)));

    public override double Trace(double q) => spectrum.Sum(i => spectrum.Eigenvalues[i] / spectrum.Mu(i, q));

    public override void Slopes(ReadOnlySpan<double> q, Span<double> energies, Span<double> traces)
    {
        for (var i = 0; i < q.Length; i++)
        {
            (energies[i], traces[i]) = (Energy(q[i]), Trace(q[i]));
        }
    }

    public override KernelFunction Resolvent(double q, double coefficient) => new SpectralFunction(
        spectrum.Basis, [.. Enumerable.Range(0, spectrum.Targets.Length).Select(i => coefficient / spectrum.Mu(i, q))]);

    private double At(int i, double q) => spectrum.Targets[i] / spectrum.Mu(i, q);

    private double[] All(double q) => [.. Enumerable.Range(0, spectrum.Targets.Length).Select(i => At(i, q))];
}
