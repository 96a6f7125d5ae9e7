namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>A book of two notebooks, written once by the real command for a class of tests.</summary>
public sealed class ReportFixture : IAsyncLifetime, IDisposable
{
    private const string First =
        """"
        #!markdown

        # First *views*

        Prose with $x^2$. See [the next](02-second.dib#part).

        #!csharp

        for (int i = 0; i < 2; i++)
            """{"data":[{"y":[1,3,2],"type":"scatter"}],"layout":{"meta":{"caption":"A caption </script><b>x</b>"}}}""".DisplayAs("application/vnd.plotly.v1+json");

        #!csharp

        HTML("""<table><tr data-holds="true"><td>one</td></tr><tr data-holds="true"><td>two</td></tr></table>""")

        #!fsharp

        let x = 1
        """";

    private const string Second =
        """"
        #!markdown

        # Second

        #!csharp

        HTML("""<p id="own">own</p><script>for (const f of [() => parent.document.title = "broken", () => top.document.body.remove(), () => localStorage.x, () => document.cookie]) try { f(); } catch (e) {} parent.postMessage({ workbookFrameHeight: 321 }, "*");</script>""")
        """";

    private readonly TemporaryFolder folder = new();
    internal string Report { get; private set; } = "";

    public async Task InitializeAsync()
    {
        folder.Write("01-first.dib", First);
        folder.Write("02-second.dib", Second);
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("run", folder.File("01-first.dib"), folder.File("02-second.dib"), "--out", folder.File("out"));
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Report = folder.File("out/report");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
