using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace FeatureLearning.Workbook.Engine.Formatting;

/// <summary>
/// Values as one readable line (a matrix: a line per row), invariant culture. A number alone is written in full; within a list to six
/// significant digits, so that a vector of predictions can be read at a glance.
/// </summary>
internal static class PlainText
{
    private const int MaxItems = 20;
    private const int MaxDepth = 3;
    private const int MaxLength = 20_000;

    public static string Of(object? value)
    {
        StringBuilder text = new();
        Append(text, value, depth: 0);
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + " …";
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string s: text.Append(s); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case double or float when depth > 0:
                text.Append(((IFormattable)value).ToString("G6", CultureInfo.InvariantCulture)); break;
            case Enum e: text.Append(e); break;
            case Type type: text.Append(type); break;
            case ITuple tuple: AppendTuple(text, tuple, depth); break;
            case Array { Rank: 2 } matrix: AppendMatrix(text, matrix); break;
            case IDictionary dictionary: AppendDictionary(text, dictionary, depth); break;
            case IEnumerable items: AppendItems(text, items, depth); break;
            case IFormattable number: text.Append(number.ToString(null, CultureInfo.InvariantCulture)); break;
            default: AppendObject(text, value, depth); break;
        }
    }

    private static void AppendTuple(StringBuilder text, ITuple tuple, int depth)
    {
        text.Append('(');
        for (int i = 0; i < tuple.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, tuple[i], depth + 1);
        }

        text.Append(')');
    }

    private static void AppendMatrix(StringBuilder text, Array matrix)
    {
        (int rows, int columns) = (matrix.GetLength(0), matrix.GetLength(1));
        for (int i = 0; i < Math.Min(rows, MaxItems); i++)
        {
            text.Append(i == 0 ? "[ " : "\n  ");
            for (int j = 0; j < Math.Min(columns, MaxItems); j++)
            {
                text.Append(j == 0 ? "" : ", ");
                Append(text, matrix.GetValue(i, j), depth: 1);
            }

            text.Append(columns > MaxItems ? ", …" : "");
        }

        text.Append(rows == 0 ? "[ ]" : " ]");
        if (rows > MaxItems || columns > MaxItems)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({rows} × {columns})");
        }
    }

    private static void AppendDictionary(StringBuilder text, IDictionary dictionary, int depth)
    {
        string separator = "{ ";
        int written = 0;
        foreach (DictionaryEntry entry in dictionary)
        {
            if (++written > MaxItems)
            {
                text.Append(CultureInfo.InvariantCulture, $", … ({dictionary.Count} entries)");
                break;
            }

            text.Append(separator);
            Append(text, entry.Key, depth + 1);
            text.Append(": ");
            Append(text, entry.Value, depth + 1);
            separator = ", ";
        }

        text.Append(written == 0 ? "{ }" : " }");
    }

    private static void AppendItems(StringBuilder text, IEnumerable items, int depth)
    {
        string separator = "[ ";
        int written = 0;
        // One item beyond the limit is asked for, and no more: a sequence may be endless.
        foreach (object? item in items)
        {
            if (++written > MaxItems)
            {
                text.Append(", …");
                text.Append(items is ICollection all ? string.Create(CultureInfo.InvariantCulture, $" ({all.Count} items)") : "");
                break;
            }

            text.Append(separator);
            Append(text, item, depth + 1);
            separator = ", ";
        }

        text.Append(written == 0 ? "[ ]" : " ]");
    }

    private static void AppendObject(StringBuilder text, object value, int depth)
    {
        Type type = value.GetType();
        bool saysItself = type.GetMethod(nameof(ToString), [])?.DeclaringType is { } declaring
            && declaring != typeof(object) && declaring != typeof(ValueType) && !IsAnonymousOrRecord(type);
        if (saysItself || depth >= MaxDepth)
        {
            text.Append(value.ToString() ?? type.Name);
            return;
        }

        text.Append(type.Name.StartsWith('<') ? "" : type.Name + " ");
        string separator = "{ ";
        PropertyInfo[] properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
        foreach (PropertyInfo property in properties.Where(p => p.GetIndexParameters().Length == 0))
        {
            text.Append(separator).Append(property.Name).Append(": ");
            Append(text, Value(property, value), depth + 1);
            separator = ", ";
        }

        text.Append(separator == "{ " ? "{ }" : " }");
    }

    /// <summary>Their generated ToString would write numbers in the user's culture.</summary>
    private static bool IsAnonymousOrRecord(Type type) =>
        type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal)
        || (type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null
            && type.GetMethod(nameof(ToString), [])!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

    private static object? Value(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner);
        }
        catch (TargetInvocationException exception)
        {
            return $"({exception.InnerException?.GetType().Name})";
        }
    }
}
