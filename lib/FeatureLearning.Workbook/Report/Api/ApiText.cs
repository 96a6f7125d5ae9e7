using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FeatureLearning.Workbook.Report.Api;

/// <summary>Documentation comments as HTML.</summary>
internal sealed partial class ApiText(ApiLibrary library)
{
    /// <summary>The content of an element.</summary>
    public string Html(XElement? element) => element is null ? "" : string.Concat(element.Nodes().Select(Node)).Trim();

    /// <summary>The content as paragraphs; a list stands between them.</summary>
    public string Paragraphs(XElement? element)
    {
        string html = Html(element);
        if (html.Length == 0)
        {
            return "";
        }

        // A paragraph ends where a block begins, which a browser knows and an XML reader would not forgive.
        string[] parts = Block().Split(html);
        return string.Concat(parts.Select(part => part.Trim()).Where(part => part.Length > 0)
            .Select(part => Block().IsMatch(part) ? part + "\n" : $"<p>{part}</p>\n"));
    }

    /// <summary>A link to a type where it has a page, and its name where it has none.</summary>
    public string TypeLink(Type type)
    {
        Type plain = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        string name = $"<code>{Encode(ApiSignatures.Name(type))}</code>";
        return !type.IsGenericParameter && !type.IsArray && library.Target(ApiIds.Of(plain)) is { } page ? $"<a href=\"{page}\">{name}</a>" : name;
    }

    private string Node(XNode node) => node switch
    {
        XText text => Encode(Space().Replace(text.Value, " ")),
        XElement element => Element(element),
        _ => "",
    };

    private string Element(XElement element) => element.Name.LocalName switch
    {
        "see" or "seealso" => See(element),
        "c" => $"<code>{Html(element)}</code>",
        "code" => $"<pre class=\"code\"><code>{CSharpColours.Html(Outdented(element.Value))}</code></pre>",
        "paramref" or "typeparamref" => $"<code>{Encode(element.Attribute("name")?.Value ?? "")}</code>",
        "para" => $"<p>{Html(element)}</p>",
        "list" => List(element),
        _ => Html(element),
    };

    private string See(XElement element)
    {
        if (element.Attribute("href") is { } address)
        {
            return $"<a href=\"{Encode(address.Value)}\">{(element.IsEmpty ? Encode(address.Value) : Html(element))}</a>";
        }

        if (element.Attribute("cref")?.Value is not { } id)
        {
            return $"<code>{Encode(element.Attribute("langword")?.Value ?? element.Value)}</code>";
        }

        string name = element.IsEmpty ? $"<code>{Encode(ShortName(id))}</code>" : Html(element);
        return library.Target(id) is { } target ? $"<a href=\"{Encode(target)}\">{name}</a>" : name;
    }

    private string List(XElement list)
    {
        if (list.Attribute("type")?.Value != "table")
        {
            string items = string.Concat(list.Elements("item").Select(item => $"<li>{Html(item.Element("description") ?? item)}</li>"));
            return $"<ul>{items}</ul>";
        }

        string Cell(XElement? content, string cell) => $"<{cell}>{Html(content)}</{cell}>";
        string Row(XElement item, string cell) => $"<tr>{Cell(item.Element("term"), cell)}{Cell(item.Element("description"), cell)}</tr>";
        string head = list.Element("listheader") is { } header ? $"<thead>{Row(header, "th")}</thead>" : "";
        string rows = string.Concat(list.Elements("item").Select(item => Row(item, "td")));
        return $"<table class=\"symbols\">{head}<tbody>{rows}</tbody></table>";
    }

    /// <summary>Lines without the indentation that they share, which is that of the comment.</summary>
    private static string Outdented(string code)
    {
        string[] lines = [.. code.ReplaceLineEndings("\n").Split('\n').SkipWhile(string.IsNullOrWhiteSpace)];
        int shared = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > shared ? line[shared..] : "")).TrimEnd();
    }

    /// <summary>Type.Member of a compiler's name, without namespaces and arguments.</summary>
    private static string ShortName(string id)
    {
        string[] parts = id[2..].Split('(')[0].Split('.');
        bool isType = id[0] == 'T';
        string last = parts[^1].Split('`')[0];
        return isType ? last : last == "#ctor" ? parts[^2] : $"{parts[^2].Split('`')[0]}.{last}";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(<(?:table|ul|pre|p)\b[\s\S]*?</(?:table|ul|pre|p)>)")]
    private static partial Regex Block();
}
