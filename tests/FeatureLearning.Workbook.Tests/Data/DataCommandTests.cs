using System.Security.Cryptography;
using System.Text.Json;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Data;

namespace FeatureLearning.Workbook.Tests.Data;

/// <summary><c>workbook data</c> as its user meets it, against mirrors that behave and mirrors that do not.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly byte[] content = new byte[300_000];
    private readonly MirrorServer server;

    public DataCommandTests()
    {
        new Random(1).NextBytes(content);
        server = new MirrorServer(content);
    }

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    private string Target => folder.File("data/set/file.bin");

    private string Part => Target + ".part";

    [Fact]
    public async Task A_good_mirror_gives_the_file_and_a_second_fetch_asks_for_nothing()
    {
        await FetchedAsync("fetched from 127.0.0.1, checksum right", "good", "missing");
        Assert.Equal(["good"], server.Requests);
        await FetchedAsync("already there", "good");
        Assert.Single(server.Requests);
        Assert.Equal(["file.bin"], Directory.GetFiles(folder.File("data/set")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_command_itself_fetches_and_verifies()
    {
        string manifest = folder.Write("manifest.json", Manifest("missing", "good"));
        string[] options = ["--manifest", manifest, "--folder", folder.File("data")];
        WorkbookProcess.Outcome fetch = await WorkbookProcess.RunAsync(["data", "fetch", "set", .. options]);
        Assert.True(fetch.ExitCode == 0, fetch.Errors);
        Assert.Equal(content, File.ReadAllBytes(Target));
        WorkbookProcess.Outcome verify = await WorkbookProcess.RunAsync(["data", "verify", .. options]);
        Assert.Equal((0, "set/file.bin: checksum right"), (verify.ExitCode, verify.Output.Trim()));
    }

    [Theory]
    [InlineData("missing", "it answered 404")]
    [InlineData("html", "an HTML page instead of the file")]
    [InlineData("disguised", "an HTML page instead of the file")]
    [InlineData("corrupted", "another SHA-256")]
    [InlineData("short", "its file has 299999 bytes; 300000 were expected")]
    [InlineData("endless", "longer than the 300000 bytes")]
    [InlineData("hanging", "nothing came for 2 seconds")]
    [InlineData("breaking-at-once", "")]
    public async Task After_a_bad_mirror_comes_the_next(string fault, string reason)
    {
        await FetchedAsync(reason, fault, "good");
        Assert.Equal([fault, "good"], server.Requests.Select(request => request.Split(' ')[0]).Distinct());
    }

    [Fact]
    public async Task A_redirect_is_followed() => await FetchedAsync("checksum right", "moved");

    [Fact]
    public async Task A_part_is_gone_on_with_by_range()
    {
        WritePart(content[..123_456]);
        await FetchedAsync("checksum right", "good");
        Assert.Equal(["good bytes=123456-"], server.Requests);
    }

    [Fact]
    public async Task A_mirror_without_ranges_begins_anew()
    {
        WritePart(new byte[1000]);
        await FetchedAsync("checksum right", "no-ranges");
        Assert.Equal(["no-ranges bytes=1000-"], server.Requests);
    }

    [Theory]
    [InlineData("breaking", "going on from there")]
    [InlineData("falling-silent", "nothing came for 2 seconds")]
    public async Task A_mirror_that_breaks_off_is_asked_for_the_rest(string fault, string reason)
    {
        // A third of the rest each time: after 20 attempts 90 bytes are missing, and the second mirror gives those.
        await FetchedAsync(reason, fault, "good");
        string[] requests = [.. server.Requests];
        Assert.Equal(fault, requests[0]);
        Assert.Matches($"^{fault} bytes=10000[01]-$", requests[1]);
        Assert.All(requests[1..], request => Assert.Contains("bytes=", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_part_is_thrown_away_after_one_look_at_its_checksum()
    {
        WritePart(new byte[5000]);
        await FetchedAsync("the part from before was damaged; beginning anew", "good");
        Assert.Equal(["good bytes=5000-", "good"], server.Requests);
    }

    [Fact]
    public async Task A_mirror_that_answers_another_range_is_not_believed()
    {
        WritePart(content[..5000]);
        await FetchedAsync("it was asked for bytes from 5000 and answered with bytes 0-", "wrong-range", "good");
    }

    [Fact]
    public async Task A_part_that_is_too_long_or_whole_is_seen()
    {
        WritePart([.. content, 0]);
        await FetchedAsync("checksum right", "good");
        File.Delete(Target);
        WritePart(content);
        await FetchedAsync("checksum right", "good");
        Assert.Equal(["good"], server.Requests);
    }

    [Fact]
    public async Task A_damaged_file_is_replaced_and_a_failed_fetch_leaves_no_file()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target, content[1..]);
        WorkbookProcess.Outcome outcome = await DataAsync("fetch", "missing", "corrupted");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is not the published file", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("not fetched: set/file.bin", outcome.Errors, StringComparison.Ordinal);
        await FetchedAsync("checksum right", "good");
        File.Delete(Target);
        Assert.Equal(1, (await DataAsync("fetch", "missing", "html")).ExitCode);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Verify_and_list_tell_the_state()
    {
        await StateAsync("missing", "missing", 1);
        WritePart(content[..10]);
        await StateAsync("fetched in part", "fetched in part", 1);
        File.Move(Part, Target);
        await StateAsync("WRONG SIZE", "WRONG SIZE", 1);
        File.WriteAllBytes(Target, [.. content[..^1], (byte)(content[^1] ^ 1)]);
        await StateAsync("here", "WRONG CHECKSUM", 1);
        File.WriteAllBytes(Target, content);
        await StateAsync("here", "checksum right", 0);

        async Task StateAsync(string listed, string verified, int exitCode)
        {
            WorkbookProcess.Outcome list = await DataAsync("list", "good"), verify = await DataAsync("verify", "good");
            Assert.Contains($"file.bin  300000 bytes  {listed}", list.Output, StringComparison.Ordinal);
            Assert.Equal($"set/file.bin: {verified}", verify.Output.Trim());
            Assert.Equal((0, exitCode), (list.ExitCode, verify.ExitCode));
        }
    }

    [Theory]
    [InlineData("\"bytes\":300000", "\"bytes\":0", "must have more than 0 bytes")]
    [InlineData("\"name\":\"file.bin\"", "\"name\":\"../file.bin\"", "not a plain name")]
    [InlineData("\"name\":\"set\"", "\"name\":\"..\"", "not a plain name")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"X", "64 small hexadecimal digits")]
    [InlineData("http://", "ftp://", "http or https")]
    [InlineData("\"bytes\"", "\"bites\"", "bites")]
    [InlineData("\"mirrors\":[", "\"mirrors\":[],\"x\":[", "x")]
    [InlineData("{\"dataSets\"", "{\"dataSets\":1,\"a\"", "dataSets")]
    public void A_bad_manifest_is_one_line(string text, string replacement, string message)
    {
        string manifest = folder.Write("manifest.json", Manifest("good").Replace(text, replacement, StringComparison.Ordinal));
        string told = Assert.Throws<UsageException>(() => DataManifest.Read(manifest)).Message;
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.StartsWith(manifest, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_misuse_is_one_line()
    {
        foreach (string[] arguments in new string[][] { ["list", "fashion"], ["fetch", "--timeout", "0"], ["list", "--manifest", folder.File("none.json")], ["draw"], ["draw", "--side", "999", "--out", folder.Path] })
        {
            WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync(["data", .. arguments, "--folder", folder.Path]);
            Assert.True(outcome.ExitCode == 2, string.Join(' ', arguments) + outcome.Errors);
            Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        }
    }

    private async Task FetchedAsync(string told, params string[] faults)
    {
        WorkbookProcess.Outcome outcome = await DataAsync("fetch", faults);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Contains(told, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Part));
    }

    /// <summary>A verb in this process, with little patience.</summary>
    private async Task<WorkbookProcess.Outcome> DataAsync(string verb, params string[] faults)
    {
        string manifest = folder.Write("manifest.json", Manifest(faults));
        using StringWriter output = new(), errors = new();
        DataRequest request = new(DataManifest.Read(manifest).DataSets, folder.File("data"), output, errors);
        int exitCode = verb switch
        {
            "list" => request.List(),
            "verify" => request.Verify(),
            _ => await request.FetchAsync(TimeSpan.FromSeconds(2), CancellationToken.None),
        };
        return new WorkbookProcess.Outcome(exitCode, output.ToString(), errors.ToString());
    }

    private string Manifest(params string[] faults) => JsonSerializer.Serialize(new
    {
        dataSets = new[]
        {
            new
            {
                name = "set",
                title = "a set",
                checksums = "computed",
                files = new[]
                {
                    new
                    {
                        name = "file.bin",
                        bytes = content.Length,
                        sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                        mirrors = faults.Select(fault => $"{server.Address}{fault}/file.bin"),
                    },
                },
            },
        },
    });

    private void WritePart(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Part)!);
        File.WriteAllBytes(Part, bytes);
    }
}
