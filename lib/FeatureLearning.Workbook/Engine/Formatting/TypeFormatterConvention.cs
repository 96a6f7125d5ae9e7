using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Engine.Formatting;

/// <summary>
/// .NET Interactive's convention by which a library formats its own types without a reference to the host. Everything is matched by
/// name: the attribute's class <c>TypeFormatterSourceAttribute</c> on the type or a base type, its <c>FormatterSourceType</c> and
/// <c>PreferredMimeTypes</c>; the source's <c>CreateTypeFormatters()</c>; a formatter's <c>MimeType</c> and
/// <c>Format(object, TextWriter)</c>.
/// </summary>
internal static class TypeFormatterConvention
{
    private const string AttributeName = "TypeFormatterSourceAttribute";
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The value in the preferred MIME types (<c>text/html</c> when none is named), or null when no type asks for it.</summary>
    public static ImmutableSortedDictionary<string, string>? Format(object value)
    {
        if (FindAttribute(value.GetType()) is not { } attribute || Get<Type>(attribute, "FormatterSourceType") is not { } sourceType)
        {
            return null;
        }

        string[] preferred = Get<string[]>(attribute, "PreferredMimeTypes") ?? [];
        HashSet<string> wanted = new(preferred, StringComparer.Ordinal) { MimeTypes.Html, MimeTypes.Plain };
        var bundle = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (object formatter in CreateFormatters(sourceType))
        {
            if (Get<string>(formatter, "MimeType") is { } mimeType && wanted.Contains(mimeType) && Apply(formatter, value) is { } text)
            {
                bundle[mimeType] = text;
            }
        }

        return bundle.Count == 0 ? null : bundle.ToImmutable();
    }

    private static object? FindAttribute(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            object? found = current.GetCustomAttributes(inherit: false).FirstOrDefault(a => a.GetType().Name == AttributeName);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<object> CreateFormatters(Type sourceType)
    {
        object? source = Activator.CreateInstance(sourceType);
        object? formatters = sourceType.GetMethod("CreateTypeFormatters", Members, [])?.Invoke(source, null);
        return (formatters as IEnumerable)?.OfType<object>() ?? [];
    }

    private static string? Apply(object formatter, object value)
    {
        MethodInfo? format = formatter.GetType().GetMethod("Format", Members, [typeof(object), typeof(TextWriter)]);
        using StringWriter text = new(CultureInfo.InvariantCulture);
        return format?.Invoke(formatter, [value, text]) is true ? text.ToString() : null;
    }

    private static T? Get<T>(object instance, string property)
        where T : class =>
        instance.GetType().GetProperty(property, Members)?.GetValue(instance) as T;
}
