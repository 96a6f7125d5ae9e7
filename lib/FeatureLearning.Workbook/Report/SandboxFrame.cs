using System.Net;

namespace FeatureLearning.Workbook.Report;

/// <summary>
/// Puts HTML that may hold scripts into a frame of an origin of its own: it can draw itself and tell its height, and can neither reach
/// the page nor send a request (going elsewhere is forbidden by the page's own policy, see <see cref="PageShell"/>).
/// </summary>
internal static class SandboxFrame
{
    private const string Head =
        """
        <!doctype html><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy"
         content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:">
        <style>
        :root { color-scheme: light dark }
        body { margin: 0; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: break-word }
        table { border-collapse: collapse } td, th { padding: .2em .6em }
        </style>
        """;

    private const string Tail =
        """
        <script>{
        const height = () => Math.ceil(document.documentElement.getBoundingClientRect().height);
        const tell = () => parent.postMessage({workbookFrameHeight: height()}, "*");
        new ResizeObserver(tell).observe(document.documentElement);
        addEventListener("message", event => { if (event.source === parent) tell(); });
        }</script>
        """;

    public static string Html(string content, string label) =>
        $"<iframe class=\"foreign\" sandbox=\"allow-scripts\" title=\"{WebUtility.HtmlEncode(label)}\" "
        + $"srcdoc=\"{WebUtility.HtmlEncode(Head + content + Tail)}\"></iframe>";
}
