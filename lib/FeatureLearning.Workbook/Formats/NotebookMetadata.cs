using System.Text.Json;

namespace FeatureLearning.Workbook.Formats;

/// <summary>
/// The notebook-level metadata, from one format to the other. <c>kernelInfo</c> of a .dib is <c>polyglot_notebook</c> of an .ipynb; what
/// Jupyter needs beside it (<c>kernelspec</c>, <c>language_info</c>) follows from the default kernel, and stands in a .dib only where it is
/// not that; everything else has the same name in both.
/// </summary>
internal static class NotebookMetadata
{
    private const string KernelInfo = "kernelInfo", Polyglot = "polyglot_notebook", KernelSpec = "kernelspec", LanguageInfo = "language_info";

    /// <summary>The object after <c>#!meta</c>: it declares every kernel that the cells use, so that its lines separate cells.</summary>
    public static JsonElement ForDib(Notebook notebook) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName(KernelInfo);
        Kernels(notebook).WriteTo(json);
        WriteOthers(json, notebook, property => property.Name switch
        {
            KernelSpec => !JsonElement.DeepEquals(property.Value, StandardSpec(notebook.DefaultKernel)),
            LanguageInfo => !JsonElement.DeepEquals(property.Value, StandardLanguage(notebook.DefaultKernel)),
            _ => true,
        });
        json.WriteEndObject();
    });

    /// <summary>The <c>metadata</c> of an .ipynb, in a form that nbformat's schema accepts.</summary>
    public static JsonElement ForIpynb(Notebook notebook) => Json.Build(json =>
    {
        JsonElement? given = notebook.IpynbMetadata ?? notebook.DibMetadata;
        json.WriteStartObject();
        json.WritePropertyName(KernelSpec);
        (Valid(given, KernelSpec, "name", "display_name") ?? StandardSpec(notebook.DefaultKernel)).WriteTo(json);
        json.WritePropertyName(LanguageInfo);
        (Valid(given, LanguageInfo, "name") ?? StandardLanguage(notebook.DefaultKernel)).WriteTo(json);
        json.WritePropertyName(Polyglot);
        Kernels(notebook).WriteTo(json);
        WriteOthers(json, notebook, property => property.Name is not (KernelSpec or LanguageInfo));
        json.WriteEndObject();
    });

    /// <summary>The names that separate cells in the .dib of this notebook.</summary>
    public static KernelNames Names(Notebook notebook) => KernelNames.Known.With(Kernels(notebook));

    private static void WriteOthers(Utf8JsonWriter json, Notebook notebook, Func<JsonProperty, bool> keep)
    {
        if ((notebook.IpynbMetadata ?? notebook.DibMetadata) is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (JsonProperty property in given.EnumerateObject()
                .Where(p => p.Name is not (KernelInfo or Polyglot)).Where(keep).OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                property.WriteTo(json);
            }
        }
    }

    private static JsonElement Kernels(Notebook notebook)
    {
        JsonElement? given = Json.Object(notebook.IpynbMetadata, Polyglot) ?? Json.Object(notebook.DibMetadata, KernelInfo);
        List<JsonElement> items = Json.Property(given, "items") is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
        KernelNames known = KernelNames.Known.With(given);
        IEnumerable<string> used = notebook.Cells.Select(cell => cell.Kernel).Distinct(StringComparer.Ordinal);
        string[] missing = [.. items.Count == 0 ? [notebook.DefaultKernel] : Array.Empty<string>(), .. used];
        return Json.Build(json =>
        {
            json.WriteStartObject();
            json.WriteString("defaultKernelName", given is { } info ? Json.Text(info, "defaultKernelName") ?? notebook.DefaultKernel : notebook.DefaultKernel);
            json.WriteStartArray("items");
            items.ForEach(item => item.WriteTo(json));
            foreach (string kernel in missing.Distinct(StringComparer.Ordinal).Where((kernel, i) => (i == 0 && items.Count == 0) || known.Find(kernel) != kernel))
            {
                WriteItem(json, kernel);
            }

            json.WriteEndArray();
            foreach (JsonProperty other in given is { } all ? all.EnumerateObject().Where(p => p.Name is not ("defaultKernelName" or "items")) : [])
            {
                other.WriteTo(json);
            }

            json.WriteEndObject();
        });
    }

    private static void WriteItem(Utf8JsonWriter json, string kernel)
    {
        json.WriteStartObject();
        json.WriteStartArray("aliases");
        json.WriteEndArray();
        json.WriteString("languageName", kernel);
        json.WriteString("name", kernel);
        json.WriteEndObject();
    }

    private static JsonElement? Valid(JsonElement? given, string name, params string[] texts) =>
        Json.Object(given, name) is { } found && texts.All(text => Json.Text(found, text) is not null) ? found : null;

    private static JsonElement StandardSpec(string kernel)
    {
        (string display, string language, string name) = kernel switch
        {
            KernelNames.CSharp => (".NET (C#)", "C#", ".net-csharp"),
            "fsharp" => (".NET (F#)", "F#", ".net-fsharp"),
            "pwsh" => (".NET (PowerShell)", "PowerShell", ".net-pwsh"),
            _ => (kernel, kernel, kernel),
        };
        return JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["display_name"] = display, ["language"] = language, ["name"] = name });
    }

    private static JsonElement StandardLanguage(string kernel)
    {
        (string Extension, string Name, string Lexer)? known = kernel switch
        {
            KernelNames.CSharp => (".cs", "C#", "csharp"),
            "fsharp" => (".fs", "F#", "fsharp"),
            "pwsh" => (".ps1", "PowerShell", "powershell"),
            _ => null,
        };
        return known is not { } language
            ? JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["name"] = kernel })
            : JsonSerializer.SerializeToElement(new Dictionary<string, string>
            {
                ["file_extension"] = language.Extension,
                ["mimetype"] = "text/x-" + language.Lexer,
                ["name"] = language.Name,
                ["pygments_lexer"] = language.Lexer,
            });
    }
}
