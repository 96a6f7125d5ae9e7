using System.Collections.Immutable;
using System.Reflection;
using System.Xml.Linq;

namespace FeatureLearning.Workbook.Report.Api;

/// <summary>A public member with its documentation, and where its page has it.</summary>
internal sealed record ApiMember(MemberInfo Member, XElement Documentation, string Anchor);

/// <summary>A public type with its documentation and its documented members.</summary>
internal sealed record ApiType(Type Type, XElement Documentation, ImmutableArray<ApiMember> Members)
{
    public string Name { get; } = ApiSignatures.Name(Type);

    /// <summary>The file name of its page.</summary>
    public string Page { get; } = $"api-{Type.FullName!.Replace('+', '.').Replace('`', '-')}.html";
}

/// <summary>The public types of the libraries, from their metadata and the XML files that the compiler writes beside them.</summary>
internal sealed class ApiLibrary
{
    private readonly Dictionary<string, XElement> documentation = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);

    private ApiLibrary(IEnumerable<Assembly> assemblies)
    {
        Assembly[] all = [.. assemblies];
        foreach (Assembly assembly in all)
        {
            foreach (XElement member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
            {
                documentation[member.Attribute("name")!.Value] = member;
            }
        }

        Types = [.. all.SelectMany(assembly => assembly.GetExportedTypes())
            .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(ApiSignatures.Name, StringComparer.Ordinal).Select(Describe)];
        foreach (ApiType type in Types)
        {
            targets[ApiIds.Of(type.Type)] = type.Page;
            foreach (ApiMember member in type.Members)
            {
                targets[ApiIds.Of(member.Member)] = $"{type.Page}#{member.Anchor}";
            }
        }
    }

    /// <summary>By namespace and name.</summary>
    public ImmutableArray<ApiType> Types { get; }

    /// <summary>What notebooks load.</summary>
    public static ApiLibrary Load() => new(
        [typeof(Networks.Network).Assembly, typeof(FeatureLearning.Plotly.Figure).Assembly, typeof(Storage.Cache).Assembly]);

    /// <summary>The page and anchor of a documented type or member, or null for what is not in the libraries or not public.</summary>
    public string? Target(string id) => targets.GetValueOrDefault(id);

    private ApiType Describe(Type type)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        IEnumerable<MemberInfo> members = type
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not Type);
        // What the compiler adds (a record's Equals, an enum's value__) has no comment of its own.
        return new ApiType(type, Resolve(type, ApiIds.Of(type)) ?? new XElement("member"),
            [.. members.Select(member => (member, comment: Resolve(type, ApiIds.Of(member)))).Where(pair => pair.comment is not null)
                .Select(pair => new ApiMember(pair.member, pair.comment!, Anchor(pair.member, seen)))]);
    }

    private static string Anchor(MemberInfo member, Dictionary<string, int> seen)
    {
        string name = member is ConstructorInfo ? "constructor" : member.Name;
        seen[name] = seen.GetValueOrDefault(name) + 1;
        return seen[name] == 1 ? name : FormattableString.Invariant($"{name}-{seen[name]}");
    }

    /// <summary>The comment, or the one that it inherits: of the member that it names, or of the type above.</summary>
    private XElement? Resolve(Type type, string id)
    {
        if (documentation.GetValueOrDefault(id) is not { } own || own.Element("inheritdoc") is not { } inherited)
        {
            return documentation.GetValueOrDefault(id);
        }

        string prefix = ApiIds.Of(type)[2..];
        IEnumerable<string> sources = inherited.Attribute("cref") is { } named
            ? [named.Value]
            : Above(type).Select(above => id.Replace(prefix, ApiIds.Of(above)[2..], StringComparison.Ordinal));
        return sources.Select(source => documentation.GetValueOrDefault(source)).FirstOrDefault(found => found is not null) ?? own;
    }

    private static IEnumerable<Type> Above(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (Type implemented in type.GetInterfaces())
        {
            yield return implemented;
        }
    }
}
