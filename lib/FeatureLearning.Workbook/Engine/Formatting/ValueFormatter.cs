using System.Collections.Immutable;
using System.Reflection;
using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Engine.Formatting;

/// <summary>Makes the MIME bundle of a value: its own formatters by convention, its <c>ToHtml()</c>, and plain text.</summary>
internal static class ValueFormatter
{
    public static ImmutableSortedDictionary<string, string> Format(object? value, params string[] mimeTypes)
    {
        ImmutableSortedDictionary<string, string> bundle = Whole(value);
        ImmutableSortedDictionary<string, string> asked = bundle.RemoveRange(bundle.Keys.Except(mimeTypes).ToArray());
        // A text displayed in a MIME type of the caller's choice is that type: display("<b>x</b>", "text/html").
        return mimeTypes switch
        {
            [] => bundle,
            [var only] when value is string text => Bundle((only, text)),
            _ => asked.IsEmpty ? bundle : asked,
        };
    }

    private static ImmutableSortedDictionary<string, string> Whole(object? value)
    {
        switch (value)
        {
            case null: return Bundle((MimeTypes.Plain, "null"));
            case string text: return Bundle((MimeTypes.Plain, text));
            case MimeText text: return Bundle((text.MimeType, text.Text));
        }

        if (TypeFormatterConvention.Format(value) is { } own)
        {
            return own.ContainsKey(MimeTypes.Plain) ? own : own.Add(MimeTypes.Plain, PlainText.Of(value));
        }

        return ToHtml(value) is { } html
            ? Bundle((MimeTypes.Html, html), (MimeTypes.Plain, PlainText.Of(value)))
            : Bundle((MimeTypes.Plain, PlainText.Of(value)));
    }

    private static string? ToHtml(object value)
    {
        MethodInfo? method = value.GetType().GetMethod("ToHtml", BindingFlags.Instance | BindingFlags.Public, []);
        return method?.ReturnType == typeof(string) ? (string?)method.Invoke(value, null) : null;
    }

    private static ImmutableSortedDictionary<string, string> Bundle(params (string MimeType, string Text)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.MimeType, entry => entry.Text, StringComparer.Ordinal);
}
