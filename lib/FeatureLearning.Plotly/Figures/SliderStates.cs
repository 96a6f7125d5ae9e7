using System.Collections.Immutable;
using System.Globalization;

namespace FeatureLearning.Plotly;

/// <summary>What a figure shows at one of the slider's values.</summary>
internal sealed record SliderState(string Title, ImmutableArray<Panel> Panels);

/// <summary>A slider: its parameter, the values and what is shown at each.</summary>
/// <param name="Label">The parameter, plain or TeX.</param>
/// <param name="Values">Its values from left to right.</param>
/// <param name="All">One state a value.</param>
/// <param name="Initial">The state that is shown first.</param>
internal sealed record SliderStates(string Label, ImmutableArray<double> Values, ImmutableArray<SliderState> All, int Initial)
{
    private const int UsualDigits = 3;
    private const int AllDigits = 17;

    /// <summary>The name of a state's frame: its value in shortest round-trip form, which no other state has.</summary>
    public string NameOf(int index) => Values[index].ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What is written at the values: three digits, or as many as tell them apart, without zeros at the end.</summary>
    public static string[] TextsOf(IReadOnlyCollection<double> values)
    {
        for (var digits = UsualDigits; ; digits++)
        {
            string[] texts = [.. values.Select(value => Numbers.Format(value, Needed(value, digits)))];
            if (digits == AllDigits || texts.Distinct(StringComparer.Ordinal).Count() == texts.Length)
                return texts;
        }
    }

    /// <summary>The least digits that write the same number as <paramref name="most"/> digits do: one for 0.500 or 100.</summary>
    private static int Needed(double value, int most) =>
        Enumerable.Range(1, most).First(digits => Rounded(value, digits).Equals(Rounded(value, most)));

    private static double Rounded(double value, int digits)
    {
        var format = string.Create(CultureInfo.InvariantCulture, $"e{digits - 1}");
        return double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
