using FeatureLearning.Protocol;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Tests.Engine;

/// <summary>Cells that are stopped from outside while the session lives on.</summary>
public sealed class InterruptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("while (true) try { System.Threading.Thread.Sleep(1); } catch { }")]
    [InlineData("while (true) try { while (true) { } } catch { }")]
    [InlineData("int Deep(int x) { while (true) { } }\nDeep(1)")]
    public async Task An_endless_cell_stops_and_variables_stay(string endless)
    {
        await using EngineProcess engine = EngineProcess.Start(Path.GetTempPath(), new Dictionary<string, string>());
        Assert.True((await RunAsync(engine, 1, "int kept = 5;")).OfType<DoneEvent>().Single().Succeeded);
        EngineEvent[] events = await RunAsync(engine, 2, "Console.WriteLine(\"begun\"); " + endless, interrupt: true);
        Assert.Equal("Interrupted", Assert.Single(events.OfType<ErrorEvent>()).Name);
        Assert.False(events.OfType<DoneEvent>().Single().StillRunning);
        events = await RunAsync(engine, 3, "System.Threading.Thread.Sleep(20); kept + 1");
        Assert.Equal("6", Assert.Single(events.OfType<ResultEvent>()).Data["text/plain"]);
    }

    [Fact]
    public async Task An_interrupt_between_cells_does_nothing()
    {
        await using EngineProcess engine = EngineProcess.Start(Path.GetTempPath(), new Dictionary<string, string>());
        await RunAsync(engine, 1, "1");
        await engine.SendAsync(new InterruptRequest(), CancellationToken.None);
        Assert.True((await RunAsync(engine, 2, "System.Threading.Thread.Sleep(50); 2")).OfType<DoneEvent>().Single().Succeeded);
    }

    /// <summary>The events of one cell; where asked, it is interrupted as soon as it has printed.</summary>
    private static async Task<EngineEvent[]> RunAsync(EngineProcess engine, int id, string code, bool interrupt = false)
    {
        using CancellationTokenSource limit = new(Limit);
        await engine.SendAsync(new ExecuteRequest(id, id, code), limit.Token);
        List<EngineEvent> events = [];
        while (events is not [.., DoneEvent])
        {
            events.Add(await engine.Events.ReadAsync(limit.Token));
            if (interrupt && events[^1] is StreamEvent)
            {
                await engine.SendAsync(new InterruptRequest(), limit.Token);
            }
        }

        return [.. events];
    }
}
