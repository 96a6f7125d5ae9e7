using System.Reflection;
using System.Xml.Linq;
using FeatureLearning.Networks;

namespace FeatureLearning.Tests;

/// <summary>
/// What the compiler does not see to: it demands a comment on every public member, this demands the symbol table on every public type, and
/// a description of every parameter.
/// </summary>
public sealed class DocumentationTests
{
    private static readonly Assembly Library = typeof(Network).Assembly;

    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.ChangeExtension(Library.Location, ".xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    public static TheoryData<string> PublicTypes => [.. Library.GetExportedTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Every_public_type_has_a_symbol_table(string type)
    {
        var table = Members["T:" + type.Replace('+', '.')].Descendants("list").FirstOrDefault(list => list.Attribute("type")?.Value == "table");
        Assert.NotNull(table);
        Assert.NotEmpty(table.Elements("item"));
    }

    [Fact]
    public void Every_parameter_that_is_documented_says_something() =>
        Assert.All(Members.Values.Descendants("param"), parameter => Assert.NotEmpty(parameter.Value.Trim()));

    [Fact]
    public void No_comment_invents_an_equation_number() =>
        Assert.All(Members, member => Assert.DoesNotMatch(@"\b[Ee]q(uation|s?\.)\s*\(?\d", member.Value.Value));
}
