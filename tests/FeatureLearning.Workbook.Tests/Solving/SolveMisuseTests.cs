using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Tests.Solving;

/// <summary>Bad input to <c>workbook solve</c>: exit code 2, one line on standard error that names the place, nothing on standard output.</summary>
public sealed class SolveMisuseTests : IDisposable
{
    private readonly SolveFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("1,2,3,4\n1,2,3\n", "row 2")]
    [InlineData("1,2,3,4\n1,2,3,4,5\n", "row 2")]
    [InlineData("1,2,3,4\n5,6,NaN,8\n", "row 2, field 3")]
    [InlineData("1,2,3,4\n5,6,nan,8\n", "row 2, field 3")]
    [InlineData("1,2,3,4\n5,inf,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,-Infinity,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,1e999,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,six,7,8\n", "row 2, field 2: 'six'")]
    [InlineData("1,2,3,4\n5,,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,6,7,8,\n", "row 2")]
    [InlineData("1,2,3,4\n5,--6,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,+-6,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,0x6,7,8\n", "row 2, field 2")]
    [InlineData("1,2,3,4\n5,6 6,7,8\n", "row 2, field 2")]
    [InlineData("a,b,c,d\n1,2,3,4\n", "row 1, field 1: 'a' is not a number (a header is not expected)")]
    [InlineData("1;2;3;4\n5;6;7;8\n", "row 1, field 1")]
    [InlineData("1,5;2,5\n", "row 1, field 2")]
    [InlineData("\"1\",2,3,4\n", "row 1, field 1")]
    [InlineData("1,2,3,4\n\n5,6,7,8\n", "row 2 is empty")]
    [InlineData("\n1,2,3,4\n", "row 1 is empty")]
    [InlineData("", "the file is empty")]
    [InlineData("\n \n", "the file is empty")]
    [InlineData("\uFEFF", "the file is empty")]
    [InlineData("1,2,3,4\r5,6,7,8\r", "row 1")]
    public async Task Tables_that_are_no_tables_of_numbers(string text, string where)
    {
        files.Write("bad.csv", text);
        await RefusedAsync(["bad.csv: " + where], [.. files.Options("nngp", x: "bad.csv"), "--kappa", "1"]);
    }

    [Theory]
    [InlineData("missing.csv", "no such file")]
    [InlineData("folder", "directory")]
    [InlineData("missing/x.csv", "no such file")]
    public async Task Files_that_are_none(string name, string why)
    {
        Directory.CreateDirectory(files.File("folder"));
        await RefusedAsync([files.File(name), why], [.. files.Options("nngp", x: name), "--kappa", "1"]);
        await RefusedAsync([files.File(name), why], [.. files.Options("nngp", y: name), "--kappa", "1"]);
        await RefusedAsync([files.File(name), why], [.. files.Options("nngp"), "--kappa", "1", "--test-x", files.File(name)]);
    }

    [Fact]
    public async Task Shapes_that_do_not_fit()
    {
        files.Write("y8.csv", "1\n2\n3\n4\n5\n6\n7\n8\n");
        files.Write("two.csv", "1,2\n3,4\n");
        string[] call = [.. files.Options("nngp"), "--kappa", "1"];
        await RefusedAsync(["y8.csv: 8 rows", "x.csv has 9"], [.. files.Options("nngp", y: "y8.csv"), "--kappa", "1"]);
        await RefusedAsync(["two.csv: row 1 has 2 fields"], [.. files.Options("nngp", y: "two.csv"), "--kappa", "1"]);
        await RefusedAsync(["two.csv: 2 fields", "x.csv has 4"], [.. call, "--test-x", files.File("two.csv")]);
        await RefusedAsync(["y8.csv: 8 rows", "tx.csv has 5"], [.. call, "--test-x", files.File("tx.csv"), "--test-y", files.File("y8.csv")]);
        await RefusedAsync(["--test-y", "--test-x"], [.. call, "--test-y", files.File("ty.csv")]);
    }

    [Theory]
    [InlineData("--kappa", "--kappa 0")]
    [InlineData("--kappa", "--kappa -1")]
    [InlineData("--kappa", "--kappa NaN")]
    [InlineData("--kappa", "--kappa Infinity")]
    [InlineData("--kappa", "--kappa 0,5")]
    [InlineData("--kappa", "--kappa much")]
    [InlineData("--kappa", "--kappa 1 --kappa 2")]
    [InlineData("--temperature", "--temperature 0")]
    [InlineData("--temperature", "--temperature -0.1")]
    [InlineData("--g-v", "--kappa 1 --g-v 0")]
    [InlineData("--g-w", "--kappa 1 --g-w -2")]
    [InlineData("--chi", "--kappa 1 --chi 0")]
    [InlineData("--lambda0", "--temperature 1 --lambda0 0")]
    [InlineData("--lambda1", "--temperature 1 --lambda1 -1")]
    [InlineData("one notation", "--kappa 1 --lambda0 1")]
    [InlineData("one notation", "--kappa 1 --temperature 1")]
    [InlineData("one notation", "--temperature 1 --g-v 1")]
    [InlineData("noise", "")]
    [InlineData("noise", "--g-v 1")]
    [InlineData("noise", "--lambda0 1")]
    [InlineData("--width", "--kappa 1 --width 0", true)]
    [InlineData("--width", "--kappa 1 --width -3", true)]
    [InlineData("--width", "--kappa 1 --width 2.5", true)]
    [InlineData("--width", "--kappa 1 --width 99999999999", true)]
    [InlineData("--width", "--kappa 1", true)]
    [InlineData("--no-such", "--kappa 1 --no-such 2")]
    public async Task Options_outside_their_domain(string named, string options, bool ownWidth = false)
    {
        string[] call = files.Options("nngp");
        if (ownWidth)
            call = [.. call.Where((_, i) => i != Array.IndexOf(call, "--width") && i != Array.IndexOf(call, "--width") + 1)];
        await RefusedAsync([named], [.. call, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [Fact]
    public async Task Names_that_are_unknown_or_do_not_go_together()
    {
        await RefusedAsync(["nngp", "proportional"], [.. files.Options("mean-field"), "--kappa", "1"]);
        await RefusedAsync(["linear", "relu"], [.. files.Options("nngp", "gelu"), "--kappa", "1"]);
        await RefusedAsync(["inear"], [.. files.Options("exact", "erf"), "--kappa", "1"]);
        await RefusedAsync(["inear"], [.. files.Options("tree-level", "relu"), "--kappa", "1"]);
    }

    [Fact]
    public async Task Output_that_cannot_be_written()
    {
        files.Write("file", "");
        Directory.CreateDirectory(files.File("folder"));
        string[] call = [.. files.Options("nngp"), "--kappa", "1", "--out"];
        await RefusedAsync([files.File("file/below.json")], [.. call, files.File("file/below.json")]);
        await RefusedAsync([files.File("folder")], [.. call, files.File("folder")]);
        Assert.Empty(Directory.GetFiles(files.File("."), "*.tmp"));
    }

    /// <summary>Asked and not tried: a mistake here would cost the machine its /dev/null.</summary>
    [Fact]
    public void Devices_are_written_and_never_replaced_and_links_stay_links()
    {
        Assert.True(AtomicFile.IsDevice("/dev/null"));
        Assert.True(AtomicFile.IsDevice("/dev/stdout"));
        Assert.False(AtomicFile.IsDevice("/home/dev/null"));
        if (OperatingSystem.IsWindows())
            return;
        files.Write("target.json", "old");
        File.CreateSymbolicLink(files.File("link.json"), files.File("target.json"));
        AtomicFile.Write(files.File("link.json"), "new");
        Assert.Equal("new", File.ReadAllText(files.File("target.json")));
        Assert.NotNull(new FileInfo(files.File("link.json")).LinkTarget);
    }

    private static async Task RefusedAsync(string[] named, string[] arguments)
    {
        var outcome = await SolveFiles.SolveAsync(arguments);
        Assert.True(outcome.ExitCode == 2, $"exit code {outcome.ExitCode}: {outcome.Errors}{outcome.Output}");
        Assert.Equal("", outcome.Output);
        Assert.EndsWith("\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        Assert.All(named, name => Assert.Contains(name, outcome.Errors, StringComparison.Ordinal));
    }
}
