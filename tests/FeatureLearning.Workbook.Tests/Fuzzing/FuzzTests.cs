using System.Globalization;
using Xunit.Abstractions;

namespace FeatureLearning.Workbook.Tests.Fuzzing;

/// <summary>
/// Damaged files do no harm. A few thousand a parser here; a million with FEATURELEARNING_FUZZ=1000000, others with FEATURELEARNING_FUZZ_SEED.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int ShortCount = 5000;
    private static readonly TimeSpan TwinLimit = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parser_reads_or_refuses_and_does_nothing_else(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(known => known.Name == name);
        foreach (byte[] valid in target.Corpus.Take(1))
        {
            target.Read(valid);
        }

        (int count, int seed) = (Setting("FEATURELEARNING_FUZZ", ShortCount), Setting("FEATURELEARNING_FUZZ_SEED", 1));
        FuzzResult result = FuzzRun.Run(target, seed, count);
        output.WriteLine(FormattableString.Invariant($"{name}: {result}"));
        Assert.Equal(count, result.Accepted + result.Refused);
        Assert.InRange(result.Refused, 1, count); // else nothing was damaged
    }

    [Fact]
    public void An_input_is_the_same_again()
    {
        FuzzTarget target = FuzzTargets.All[0];
        Assert.Equal(FuzzRun.Input(target, 7, 11), FuzzRun.Input(target, 7, 11));
        Assert.NotEqual(FuzzRun.Input(target, 7, 11), FuzzRun.Input(target, 7, 12));
    }

    /// <summary>The broken twins: a reader with each of the faults that are looked for is found out, with the input to replay.</summary>
    [Theory]
    [InlineData("crash", "gives IndexOutOfRangeException")]
    [InlineData("wrong exception", "gives FormatException")]
    [InlineData("bomb", "makes it allocate")]
    [InlineData("hang", "hangs")]
    public void A_faulty_parser_is_found_out(string fault, string expected)
    {
        FuzzTarget twin = new(fault, [.. new[] { "count 12 abc"u8.ToArray() }], bytes => Faulty(fault, bytes), typeof(InvalidDataException));
        string message = Assert.Throws<InvalidOperationException>(() => FuzzRun.Run(twin, 1, ShortCount, TwinLimit)).Message;
        Assert.StartsWith($"{fault}, seed 1, input ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private static void Faulty(string fault, byte[] bytes)
    {
        bool isOdd = bytes.Length > 30 || (bytes.Length > 6 && bytes[6] == (byte)'-');
        switch (fault)
        {
            case "crash": _ = bytes[11]; break;
            case "wrong exception" when isOdd: throw new FormatException();
            case "bomb" when isOdd: GC.KeepAlive(new byte[200_000_000]); break;
            case "hang" when isOdd: Thread.Sleep(2 * TwinLimit); break;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : otherwise;
}
