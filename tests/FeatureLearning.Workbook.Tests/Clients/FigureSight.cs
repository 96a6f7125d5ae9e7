using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>What a reader sees of a page's figures and statements: plots drawn by plotly.js, pictures that are not of one colour, sentences in their place.</summary>
internal sealed record FigureSight(int Figures, int Plots, int Pictures, int Sentences, int Holding, int Statements)
{
    /// <summary>Until all figures are drawn, or nothing more is awaited, or half a minute has passed: then what is seen is counted.</summary>
    private const string Count =
        """
        new Promise(done => {
          const all = Array.from(document.querySelectorAll('.fl-figure'));
          const box = element => element ? element.getBoundingClientRect() : { width: 0, height: 0 };
          const large = element => box(element).width > 200 && box(element).height > 100;
          const plots = () => all.filter(f => large(f.querySelector('.main-svg')) && f.querySelector('.cartesianlayer .subplot') && f.querySelector('.xtick text'));
          function coloured(picture) {
            if (!large(picture) || !picture.complete || picture.naturalWidth < 200) { return false; }
            const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
            canvas.width = 300; canvas.height = 200;
            context.drawImage(picture, 0, 0, 300, 200);
            const colours = new Set(new Uint32Array(context.getImageData(0, 0, 300, 200).data.buffer));
            return colours.size > 20;
          }
          const answer = () => done({
            figures: all.length, plots: plots().length,
            pictures: all.filter(f => coloured(f.querySelector('img.fl-static'))).length,
            sentences: all.filter(f => box(f.querySelector('p.fl-static')).height > 10).length,
            holding: document.querySelectorAll('tr[data-holds="true"]').length, statements: document.querySelectorAll('tr[data-holds]').length,
          });
          const replaced = () => Array.from(document.querySelectorAll('.fl-static')).every(e => getComputedStyle(e).display === 'none');
          const finish = () => { if (plots().length === all.length && replaced()) { answer(); } };
          setTimeout(answer, 30000);
          Promise.resolve(window.featureLearningPlotly).then(Plotly => {
            if (!Plotly) { answer(); return; }
            new MutationObserver(finish).observe(document, { subtree: true, childList: true, attributes: true });
            finish();
          }, answer);
        })
        """;

    private static readonly JsonSerializerOptions Names = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Opens a page in a browser that reaches nothing but files; with a network, plotly.js comes from a local copy in its CDN's place.</summary>
    public static async Task<FigureSight> OfAsync(Chromium chromium, string file, bool network, CancellationToken limit)
    {
        byte[]? script = network ? await File.ReadAllBytesAsync(Components.PlotlyJs.LocalPath!, limit) : null;
        BrowserPage page = await chromium.OpenAsync(1280, 900, limit);
        page.EventReceived += (name, parameters) =>
        {
            if (name == "Fetch.requestPaused")
            {
                _ = AnswerAsync(page, parameters, script, limit);
            }
        };
        await page.SendAsync("Fetch.enable", new { patterns = new[] { new { urlPattern = "http://*" }, new { urlPattern = "https://*" } } }, limit);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, limit);
        return (await page.EvaluateAsync(Count, limit)).Deserialize<FigureSight>(Names)!;
    }

    private static Task<JsonElement> AnswerAsync(BrowserPage page, JsonElement request, byte[]? script, CancellationToken limit)
    {
        string requestId = request.GetProperty("requestId").GetString()!;
        return script is not null && request.GetProperty("request").GetProperty("url").GetString() == PlotlyScript.CdnUrl
            ? page.SendAsync(
                "Fetch.fulfillRequest",
                new { requestId, responseCode = 200, responseHeaders = new[] { new { name = "Access-Control-Allow-Origin", value = "*" } }, body = script },
                limit)
            : page.SendAsync("Fetch.failRequest", new { requestId, errorReason = "InternetDisconnected" }, limit);
    }
}
