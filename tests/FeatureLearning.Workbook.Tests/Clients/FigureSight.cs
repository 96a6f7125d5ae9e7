using System.Text.Json;
using FeatureLearning.Plotly;

namespace FeatureLearning.Workbook.Tests.Clients;

/// <summary>
/// What a reader sees of a page's figures and statements: plots drawn by plotly.js, pictures that are not of one colour, and
/// sentences in their place.
/// </summary>
internal sealed record FigureSight(int Figures, int Plots, int Pictures, int Sentences, int Holding, int Statements)
{
    /// <summary>Counts once all figures are drawn, or plotly.js has failed to load, or half a minute has passed.</summary>
    private const string Count =
        """
        new Promise(done => {
          const figures = Array.from(document.querySelectorAll('.fl-figure'));
          const isLarge = (element, width, height) => {
            const box = element ? element.getBoundingClientRect() : { width: 0, height: 0 };
            return box.width > width && box.height > height;
          };
          const isDrawn = figure => isLarge(figure.querySelector('.main-svg'), 200, 100)
            && figure.querySelector('.cartesianlayer .subplot') && figure.querySelector('.xtick text');
          const isCovered = figure => getComputedStyle(figure.querySelector('.fl-static')).display === 'none';
          const isPicture = figure => {
            const picture = figure.querySelector('img.fl-static');
            if (!isLarge(picture, 200, 100) || !picture.complete || picture.naturalWidth < 200) { return false; }
            const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
            canvas.width = 300; canvas.height = 200;
            context.drawImage(picture, 0, 0, 300, 200);
            return new Set(new Uint32Array(context.getImageData(0, 0, 300, 200).data.buffer)).size > 20;
          };
          const rows = which => document.querySelectorAll('tr' + which).length;
          const answer = () => done({
            figures: figures.length,
            plots: figures.filter(isDrawn).length,
            pictures: figures.filter(isPicture).length,
            sentences: figures.filter(figure => isLarge(figure.querySelector('p.fl-static'), 200, 10)).length,
            holding: rows('[data-holds="true"]'),
            statements: rows('[data-holds]'),
          });
          const answerIfDrawn = () => { if (figures.every(figure => isDrawn(figure) && isCovered(figure))) { answer(); } };
          setTimeout(answer, 30000);
          Promise.resolve(window.featureLearningPlotly).then(Plotly => {
            if (!Plotly) { answer(); return; }
            new MutationObserver(answerIfDrawn).observe(document, { subtree: true, childList: true, attributes: true });
            answerIfDrawn();
          }, answer);
        })
        """;

    private static readonly JsonSerializerOptions Names = new() { PropertyNameCaseInsensitive = true };

    /// <summary>
    /// Opens a page in a browser that reaches nothing but files; with a network, a local copy of plotly.js stands for its CDN.
    /// </summary>
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
        var patterns = new[] { new { urlPattern = "http://*" }, new { urlPattern = "https://*" } };
        await page.SendAsync("Fetch.enable", new { patterns }, limit);
        await page.NavigateAsync(new Uri(file).AbsoluteUri, limit);
        return (await page.EvaluateAsync(Count, limit)).Deserialize<FigureSight>(Names)!;
    }

    private static Task<JsonElement> AnswerAsync(BrowserPage page, JsonElement request, byte[]? script, CancellationToken limit)
    {
        string requestId = request.GetProperty("requestId").GetString()!;
        if (script is null || request.GetProperty("request").GetProperty("url").GetString() != PlotlyScript.CdnUrl)
        {
            return page.SendAsync("Fetch.failRequest", new { requestId, errorReason = "InternetDisconnected" }, limit);
        }

        // The page checks the script's integrity, which a script from elsewhere needs this header for.
        var responseHeaders = new[] { new { name = "Access-Control-Allow-Origin", value = "*" } };
        var answer = new { requestId, responseCode = 200, responseHeaders, body = script };
        return page.SendAsync("Fetch.fulfillRequest", answer, limit);
    }
}
