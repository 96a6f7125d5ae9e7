using System.Diagnostics;
using FeatureLearning.Workbook.Sweeps.Running;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>Who may take a job.</summary>
public sealed class ClaimTests : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_many_who_want_a_job_at_once_one_has_it()
    {
        for (int job = 0; job < 50; job++)
        {
            using Barrier start = new(4);
            JobClaim?[] claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    JobClaims mine = new(folder.Path, Never);
                    start.SignalAndWait();
                    return mine.TryTake(job);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            JobClaim one = Assert.Single(claims.OfType<JobClaim>());
            Assert.Equal(0, one.Attempt);
            Assert.Null(new JobClaims(folder.Path, Never).TryTake(job));
            one.Finish();
            one.Dispose();
        }
    }

    [Fact]
    public void A_job_that_is_given_back_can_be_taken_and_one_that_is_finished_cannot()
    {
        JobClaims claims = new(folder.Path, Never);
        claims.TryTake(7)!.Dispose();
        JobClaim second = claims.TryTake(7)!;
        Assert.Equal((1, 0), (second.Attempt, claims.Crashes(second, 0)));
        second.Finish();
        second.Dispose();
        Assert.Null(claims.TryTake(7));
    }

    [Fact]
    public void The_job_of_a_process_that_has_ended_is_taken_over_at_once()
    {
        using Process process = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        string start = File.ReadAllText($"/proc/{process.Id}/stat").Split(' ')[21];
        ProcessIdentity other = ProcessIdentity.Own with { Process = process.Id, Started = start };
        folder.Write("000003.0.claim", System.Text.Encoding.UTF8.GetString(other.ToJson()));
        JobClaims claims = new(folder.Path, Never);
        Assert.Null(claims.TryTake(3));
        process.Kill();
        process.WaitForExit();
        using JobClaim claim = claims.TryTake(3)!;
        Assert.Equal((1, 1), (claim.Attempt, claims.Crashes(claim, 0)));
        Assert.Equal(ProcessIdentity.Own, claims.Holder(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_process_id_that_came_again_is_another_process_but_only_on_this_machine(bool isHere)
    {
        ProcessIdentity other = ProcessIdentity.Own with { Started = "1", Machine = isHere ? ProcessIdentity.Own.Machine : "another boot" };
        folder.Write("000003.0.claim", System.Text.Encoding.UTF8.GetString(other.ToJson()));
        using JobClaim? claim = new JobClaims(folder.Path, Never).TryTake(3);
        Assert.Equal(isHere, claim is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"host\": \"else")]
    [InlineData("""{"host":"else","machine":"elsewhere","process":1,"started":"1"}""")]
    public void A_claim_of_another_machine_or_half_a_claim_is_taken_over_when_it_is_silent(string content)
    {
        string path = folder.Write("000005.0.claim", content);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3)); // a clock that is wrong: only changes count
        SetClock clock = new();
        JobClaims claims = new(folder.Path, TimeSpan.FromSeconds(60), clock);
        Assert.Null(claims.TryTake(5));
        clock.Seconds = 59;
        Assert.Null(claims.TryTake(5));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2)); // a sign of life
        clock.Seconds = 61;
        Assert.Null(claims.TryTake(5));
        clock.Seconds = 120;
        Assert.Null(claims.TryTake(5));
        clock.Seconds = 122;
        using JobClaim? claim = claims.TryTake(5);
        Assert.Equal(1, claim!.Attempt);
    }

    [Fact]
    public async Task A_process_that_lives_gives_signs_of_life()
    {
        using JobClaim claim = new JobClaims(folder.Path, Never).TryTake(1)!;
        string path = folder.File("000001.0.claim");
        DateTime first = File.GetLastWriteTimeUtc(path);
        await SweepFiles.UntilAsync(() => File.GetLastWriteTimeUtc(path) > first, "a sign of life");
    }

    private sealed class SetClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
