using System.Text;

namespace FeatureLearning.Plotly;

/// <summary>Reads the TeX subset of <see cref="Label"/> from left to right by recursive descent; one reader reads one string once.</summary>
internal sealed class TexReader(string text)
{
    private int position;
    private int depth;

    /// <summary>True inside dollars, where every hyphen is a minus sign and the blank that ends a command is not shown.</summary>
    public bool IsMath { get; init; }

    /// <summary>The whole text as HTML.</summary>
    public string ReadAll()
    {
        var html = ReadSequence();
        return position == text.Length ? html : throw Bad("closes a brace that it does not open");
    }

    private string ReadSequence()
    {
        var html = new StringBuilder();
        while (position < text.Length && text[position] != '}')
            html.Append(ReadAtom());
        return html.ToString();
    }

    private string ReadAtom()
    {
        var c = text[position];
        switch (c)
        {
            case '{': return ReadGroup();
            case '\\': return ReadCommand();
            case '^' or '_':
                position++;
                depth++;
                var argument = ReadArgument();
                depth--;
                return c == '^' ? $"<sup>{argument}</sup>" : $"<sub>{argument}</sub>";
            default:
                var length = char.IsSurrogatePair(text, position) ? 2 : 1;
                position += length;
                return c switch
                {
                    '-' when IsMath || depth > 0 || IsOperator(position - 1) => "−",
                    '\'' when IsMath || depth > 0 => "′",
                    '~' => "\u00a0",
                    _ => Label.Escape(text.Substring(position - length, length)),
                };
        }
    }

    /// <summary>In running text a hyphen is a minus sign only between blanks: Δ − 1, but "mean-field".</summary>
    private bool IsOperator(int at) => at > 0 && text[at - 1] == ' ' && at + 1 < text.Length && text[at + 1] == ' ';

    private string ReadGroup()
    {
        position++;
        var html = ReadSequence();
        if (position == text.Length)
            throw Bad("opens a brace that it does not close");
        position++;
        return html;
    }

    /// <summary>The argument of a command: a group or the next atom, blanks skipped.</summary>
    private string ReadArgument()
    {
        while (position < text.Length && text[position] == ' ')
            position++;
        if (position == text.Length || text[position] == '}')
            throw Bad("ends where an argument is expected");
        return ReadAtom();
    }

    private string ReadCommand()
    {
        var start = ++position;
        while (position < text.Length && char.IsAsciiLetter(text[position]))
            position++;
        if (position == start && position < text.Length)
            position++;
        var name = text[start..position];
        var isWord = name.Length > 0 && char.IsAsciiLetter(name[0]);
        var html = TexSymbols.Find(name) is { } symbol ? Label.Escape(symbol) : ReadCommandWithArgument(name);
        // As in TeX, the blank that ends a command inside mathematics is not shown; in running text it separates words.
        if (isWord && (IsMath || depth > 0) && position < text.Length && text[position] == ' ')
            position++;
        return html;
    }

    private string ReadCommandWithArgument(string name)
    {
        switch (name)
        {
            case "bar" or "overline": return Accent("\u0304");
            case "hat": return Accent("\u0302");
            case "tilde": return Accent("\u0303");
            case "dot": return Accent("\u0307");
            case "ddot": return Accent("\u0308");
            case "vec": return Accent("\u20d7");
            case "mathbf" or "textbf" or "boldsymbol": return $"<b>{ReadArgument()}</b>";
            case "mathit" or "textit" or "emph": return $"<i>{ReadArgument()}</i>";
            case "text" or "mathrm" or "textrm" or "operatorname" or "mathsf": return ReadArgument();
            case "mathcal": return MapLetters(ReadArgument(), ScriptLetter);
            case "mathbb": return MapLetters(ReadArgument(), DoubleStruckLetter);
            case "sqrt": return $"√{Parenthesised(ReadArgument())}";
            case "frac" or "tfrac" or "dfrac":
                var numerator = Parenthesised(ReadArgument());
                return $"{numerator}/{Parenthesised(ReadArgument())}";
            default: throw Bad($"has the unknown command \\{name}");
        }
    }

    /// <summary>Puts a combining mark behind the first character, where Unicode wants it.</summary>
    private string Accent(string mark)
    {
        var argument = ReadArgument();
        if (argument.Length == 0 || argument[0] is '<' or '&')
            throw Bad("puts an accent on something that is not a letter");
        var first = char.IsSurrogatePair(argument, 0) ? 2 : 1;
        return argument[..first] + mark + argument[first..];
    }

    private static string Parenthesised(string html) =>
        HtmlText.Length(html) <= 1 || html.All(char.IsAsciiDigit) ? html : $"({html})";

    private static string MapLetters(string html, Func<char, string> map) => string.Concat(html.Select(map));

    private static string ScriptLetter(char c) => c switch
    {
        'B' => "ℬ", 'E' => "ℰ", 'F' => "ℱ", 'H' => "ℋ", 'I' => "ℐ", 'L' => "ℒ", 'M' => "ℳ", 'R' => "ℛ",
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(0x1D49C + c - 'A'),
        _ => c.ToString(),
    };

    private static string DoubleStruckLetter(char c) => c switch
    {
        'C' => "ℂ", 'H' => "ℍ", 'N' => "ℕ", 'P' => "ℙ", 'Q' => "ℚ", 'R' => "ℝ", 'Z' => "ℤ",
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(0x1D538 + c - 'A'),
        _ => c.ToString(),
    };

    private ArgumentException Bad(string what) => new($"The label '{text}' {what}.");
}
