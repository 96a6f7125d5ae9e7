using System.Net;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using FeatureLearning.Storage;

namespace FeatureLearning.Workbook.Report.Api;

/// <summary>The reference of the libraries: one page that lists all types with their members, and one page a type.</summary>
internal sealed class ApiPages
{
    /// <summary>The page that lists them all, so that a browser's own search finds every name.</summary>
    public const string Index = "api.html";

    private static readonly (string Title, Func<MemberInfo, bool> Holds)[] Groups =
    [
        ("Values", member => member is FieldInfo { DeclaringType.IsEnum: true }),
        ("Constructors", member => member is ConstructorInfo),
        ("Fields", member => member is FieldInfo { DeclaringType.IsEnum: false }),
        ("Properties", member => member is PropertyInfo),
        ("Methods", member => member is MethodInfo),
        ("Events", member => member is EventInfo),
    ];

    private readonly ApiLibrary library = ApiLibrary.Load();
    private readonly ApiText text;
    private readonly PageAssets assets;
    private readonly bool isInBook;

    private ApiPages(PageAssets assets, bool isInBook) => (text, this.assets, this.isInBook) = (new ApiText(library), assets, isInBook);

    /// <summary>Writes all pages into a folder and returns the path of the list.</summary>
    /// <param name="folder">Where <c>assets/</c> lies.</param>
    /// <param name="assets">What pages load.</param>
    /// <param name="isInBook">There is a book's contents page beside them.</param>
    public static string Write(string folder, PageAssets assets, bool isInBook)
    {
        ApiPages pages = new(assets, isInBook);
        for (int i = 0; i < pages.library.Types.Length; i++)
        {
            AtomicFile.Write(Path.Combine(folder, pages.library.Types[i].Page), pages.TypePage(i));
        }

        string index = Path.Combine(folder, Index);
        AtomicFile.Write(index, pages.IndexPage());
        return index;
    }

    private string IndexPage()
    {
        StringBuilder body = new(isInBook ? Navigation("<span></span>", "<a class=\"up\" href=\"index.html\">Contents</a>", "<span></span>") : "");
        body.Append("<main class=\"api\">\n<h1>The library</h1>\n");
        body.Append("<p>Every public type with its members; the pages have the formulas, symbols, shapes and sources.</p>\n");
        foreach (IGrouping<string, ApiType> group in library.Types.GroupBy(type => type.Type.Namespace!))
        {
            body.Append(RunWords.Text($"<h2 id=\"{group.Key}\">{group.Key}</h2>\n<dl class=\"types\">\n"));
            foreach (ApiType type in group)
            {
                string summary = text.Html(type.Documentation.Element("summary")) + MemberNames(type);
                body.Append(RunWords.Text($"<dt><a href=\"{type.Page}\"><code>{Encode(type.Name)}</code></a></dt>\n<dd>{summary}</dd>\n"));
            }

            body.Append("</dl>\n");
        }

        return PageShell.Html("The library", "reference", body.Append("</main>\n").ToString(), assets, hasFigures: false);
    }

    private static string MemberNames(ApiType type)
    {
        IEnumerable<string> names = type.Members.Where(member => member.Member is not ConstructorInfo)
            .DistinctBy(member => member.Member.Name).Select(member => $"<a href=\"{type.Page}#{member.Anchor}\">{Encode(member.Member.Name)}</a>");
        return string.Join(" · ", names) is { Length: > 0 } joined ? $"\n<p class=\"members\">{joined}</p>" : "";
    }

    private string TypePage(int index)
    {
        ApiType type = library.Types[index];
        StringBuilder body = new(Navigation(index));
        string home = RunWords.Text($"<a href=\"{Index}#{type.Type.Namespace}\">{type.Type.Namespace}</a>");
        body.Append(RunWords.Text($"<main class=\"api\">\n<p class=\"namespace\">{home}</p>\n"));
        body.Append(RunWords.Text($"<h1>{Encode(type.Name)}</h1>\n{Code(ApiSignatures.Declaration(type.Type))}"));
        body.Append(text.Paragraphs(type.Documentation.Element("summary"))).Append(text.Paragraphs(type.Documentation.Element("remarks")));
        foreach ((string title, Func<MemberInfo, bool> holds) in Groups)
        {
            ApiMember[] members = [.. type.Members.Where(member => holds(member.Member))];
            body.Append(members.Length == 0 ? "" : $"<h2>{title}</h2>\n").AppendJoin("", members.Select(MemberSection));
        }

        return PageShell.Html($"{type.Name} — {type.Type.Namespace}", "reference", body.Append("</main>\n").ToString(), assets, hasFigures: false);
    }

    private string Navigation(int index)
    {
        string Link(int at, string relation, string before, string after) => at >= 0 && at < library.Types.Length
            ? $"<a rel=\"{relation}\" href=\"{library.Types[at].Page}\">{before}{Encode(library.Types[at].Name)}{after}</a>"
            : "<span></span>";
        string book = isInBook ? "<a class=\"up\" href=\"index.html\">Contents</a> · " : "";
        string up = $"<span>{book}<a class=\"up\" href=\"{Index}\">Library</a></span>";
        return Navigation(Link(index - 1, "prev", "‹ ", ""), up, Link(index + 1, "next", "", " ›"));
    }

    private static string Navigation(string left, string middle, string right) =>
        $"<nav class=\"top\" aria-label=\"top\">{left}{middle}{right}</nav>\n";

    private string MemberSection(ApiMember member)
    {
        XElement comment = member.Documentation;
        StringBuilder html = new($"<section class=\"member\" id=\"{member.Anchor}\">\n{Code(ApiSignatures.Member(member.Member))}");
        html.Append(text.Paragraphs(comment.Element("summary")));
        // A record repeats the comment of the type on its constructor.
        html.Append(member.Member is ConstructorInfo ? "" : text.Paragraphs(comment.Element("remarks")));
        ParameterInfo[] parameters = member.Member is MethodBase method ? method.GetParameters() : [];
        string rows = string.Concat(comment.Elements("param").Select(parameter => Row(parameter, parameters)));
        if (member.Member is MethodInfo { ReturnType: var result } && (comment.Element("returns") is not null || result != typeof(void)))
        {
            rows += $"<tr><th>returns</th><td>{text.TypeLink(result)}</td><td>{text.Html(comment.Element("returns"))}</td></tr>";
        }

        rows += string.Concat(comment.Elements("exception").Select(error =>
            $"<tr><th>throws</th><td><code>{Encode(error.Attribute("cref")?.Value.Split('.')[^1] ?? "")}</code></td><td>{text.Html(error)}</td></tr>"));
        html.Append(rows.Length == 0 ? "" : $"<table class=\"parameters\"><tbody>{rows}</tbody></table>\n");
        return html.Append("</section>\n").ToString();
    }

    private string Row(XElement parameter, ParameterInfo[] parameters)
    {
        string name = parameter.Attribute("name")?.Value ?? "";
        string type = parameters.FirstOrDefault(known => known.Name == name) is { } known ? text.TypeLink(known.ParameterType) : "";
        return $"<tr><th><code>{Encode(name)}</code></th><td>{type}</td><td>{text.Html(parameter)}</td></tr>";
    }

    private static string Code(string code) => $"<pre class=\"code\"><code>{CSharpColours.Html(code)}</code></pre>\n";

    private static string Encode(string value) => WebUtility.HtmlEncode(value);
}
