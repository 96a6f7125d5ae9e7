using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FeatureLearning.Networks;
using FeatureLearning.Plotly;
using FeatureLearning.Workbook.Report.Api;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>The reference of the libraries, written once by the real command.</summary>
public sealed class ApiPagesTests(ApiPagesTests.Pages pages) : IClassFixture<ApiPagesTests.Pages>
{
    private static readonly Assembly[] Libraries = [typeof(Network).Assembly, typeof(Figure).Assembly, typeof(FeatureLearning.Storage.Cache).Assembly];

    private static readonly CancellationToken Limit = new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;

    [Fact]
    public void Every_public_type_has_a_page_with_all_that_its_comments_document()
    {
        Type[] types = [.. Libraries.SelectMany(library => library.GetExportedTypes())];
        Assert.Equal(types.Length + 1, pages.Html.Count);
        HashSet<string> documented = [.. Libraries.SelectMany(library => XDocument.Load(Path.ChangeExtension(library.Location, ".xml"))
            .Descendants("member").Select(member => member.Attribute("name")!.Value))];
        string index = pages.Html[ApiPages.Index];
        foreach (Type type in types)
        {
            string name = type.FullName!.Replace('+', '.'), page = $"api-{name.Replace('`', '-')}.html", html = pages.Html[page];
            Assert.Contains($"<a href=\"{page}\">", index, StringComparison.Ordinal);

            // Counted from the XML by name alone: the overloads of every public member, and nothing that is not public.
            foreach (MemberInfo[] overloads in Public(type).GroupBy(member => member.Name).Select(group => group.ToArray()))
            {
                string key = $".{overloads[0].Name.Replace('.', '#')}";
                int known = documented.Count(id => id[2..].Split(['(', '~'])[0] is var plain
                    && (plain == name + key || plain.StartsWith(name + key + "``", StringComparison.Ordinal)));
                string anchor = overloads[0] is ConstructorInfo ? "constructor" : overloads[0].Name;
                int shown = Regex.Count(html, $"<section class=\"member\" id=\"{Regex.Escape(anchor)}(-[0-9]+)?\">");
                Assert.True(Math.Min(known, overloads.Length) == shown, $"{name}{key}: {shown} of {known}");
            }
        }
    }

    [Fact]
    public void Symbol_tables_and_formulas_are_there()
    {
        foreach (Type type in Libraries[0].GetExportedTypes())
        {
            Assert.Contains("<table class=\"symbols\">", pages.Html[$"api-{type.FullName!.Replace('+', '.').Replace('`', '-')}.html"], StringComparison.Ordinal);
        }

        string page = pages.Html["api-FeatureLearning.Theory.ProportionalLimit.html"];
        Assert.Contains("arXiv:2508.20989", page, StringComparison.Ordinal);
        string task = WebUtility.HtmlDecode(Regex.Replace(pages.Html["api-FeatureLearning.Tasks.IsingTask.html"], "<[^>]+>", ""));
        Assert.Contains("static LearningTask Draw(int dimension, int train, int test, double probability, int seed)", task, StringComparison.Ordinal);
        Assert.Contains("x ∈ {−1, +1}^D", task, StringComparison.Ordinal);
    }

    [Fact]
    public void No_link_within_the_pages_is_broken_and_no_anchor_comes_twice()
    {
        Dictionary<string, HashSet<string>> anchors = pages.Html.ToDictionary(page => page.Key, page =>
        {
            string[] ids = [.. Regex.Matches(page.Value, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
            Assert.Equal(ids.Length, ids.Distinct().Count());
            return ids.ToHashSet();
        });
        int links = 0;
        foreach ((string page, string html) in pages.Html)
        {
            foreach (string link in Regex.Matches(html, " href=\"([^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)))
            {
                string[] parts = link.Split('#');
                if (parts[0].EndsWith(".html", StringComparison.Ordinal) && !parts[0].Contains("//", StringComparison.Ordinal))
                {
                    links++;
                    Assert.True(anchors.TryGetValue(parts[0], out HashSet<string>? ids) && (parts.Length == 1 || ids.Contains(parts[1])), $"{page}: {link}");
                }
            }
        }

        Assert.True(links > 1000, $"{links} links");
    }

    [DrawingFact]
    public async Task Pages_are_shown_without_a_complaint_on_a_phone_and_on_a_desk()
    {
        await using Chromium chromium = await Chromium.StartAsync(Components.Chromium!, Limit);
        // The list, the pages with the most to show, and every eighth of the others.
        string[] chosen = [.. pages.Html.OrderByDescending(page => page.Value.Length).Take(4).Select(page => page.Key)
            .Concat(pages.Html.Keys.Order(StringComparer.Ordinal).Where((_, i) => i % 8 == 0)).Append(ApiPages.Index).Distinct()];
        foreach (int width in (int[])[390, 1280])
        {
            BrowserPage browser = await chromium.OpenAsync(width, 900, Limit);
            foreach (string page in chosen)
            {
                await browser.NavigateAsync(new Uri(Path.Combine(pages.Folder, page)).AbsoluteUri, Limit);
                int shown = (await browser.EvaluateAsync("document.documentElement.scrollWidth", Limit)).GetInt32();
                Assert.Equal((page, width), (page, shown));
            }

            Assert.Empty(browser.Errors);
        }
    }

    private static IEnumerable<MemberInfo> Public(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(member => member is not Type);

    public sealed class Pages : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public string Folder => folder.File("docs");

        /// <summary>The pages by file name.</summary>
        public Dictionary<string, string> Html { get; private set; } = [];

        public async Task InitializeAsync()
        {
            WorkbookProcess.Outcome outcome = await WorkbookProcess.RunAsync("docs", "--out", Folder);
            Assert.True(outcome.ExitCode == 0, outcome.Errors);
            Html = Directory.GetFiles(Folder, "*.html").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => folder.Dispose();
    }
}
