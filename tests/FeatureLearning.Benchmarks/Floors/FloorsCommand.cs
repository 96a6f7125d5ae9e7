using FeatureLearning.Benchmarks.Works;
using static System.FormattableString;

namespace FeatureLearning.Benchmarks.Floors;

/// <summary>
/// The short form of <c>compare</c> for CI: small sizes, one thread, ratios of processor time, which other programs of the machine disturb least. Fails where a work is slower than its floor by
/// more than the measured noise, or where answers differ.
/// </summary>
internal static class FloorsCommand
{
    private const string Usage = "floors\nMeasures small cases against NumPy and SciPy; exit code 1 where a ratio is below its floor by more than its noise.";

    private const int Turns = 9;

    /// <summary>Exit code 0; 1 for a broken floor or different answers; 2 for a bad call; 3 where the peer is not on this machine.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not [])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        try
        {
            var broken = Catalogue.Floors.Count(one => !Holds(one.Work, one.Case, one.Floor));
            Console.WriteLine(broken == 0 ? "every ratio is above its floor" : Invariant($"{broken} of {Catalogue.Floors.Count} below their floors, or with other answers"));
            return broken == 0 ? 0 : 1;
        }
        catch (MissingException missing)
        {
            Console.WriteLine($"not measured: {missing.Message}");
            return 3;
        }
    }

    private static bool Holds(string work, ServedCase size, double floor)
    {
        var python = Programs.Python(work).Program;
        using var data = new ServedData(size);
        var measured = ServedMeasurement.Of(work, size, data.Folder, threads: 1, managed: false, python, Turns);
        var (ratios, differs) = (measured.ProcessorRatios, measured.Difference > ServedWork.Tolerance);
        var broken = Floor.IsBroken(ratios, floor);
        Console.WriteLine(
            Invariant($"{work}, {size.Label}: {Spread.Of(ratios)} of processor time, noise {Floor.Noise(ratios):0.00}, floor {floor}, answers differ by {measured.Difference:0.0e0}")
            + (differs ? ": OTHER ANSWERS" : broken ? ": BELOW ITS FLOOR" : ""));
        return !broken && !differs;
    }
}
