using System.Text.Json;

namespace FeatureLearning.Benchmarks.Works;

/// <summary>One size of a served work.</summary>
/// <param name="Label">For the table.</param>
/// <param name="Points">P.</param>
/// <param name="Dimension">D.</param>
/// <param name="Tests">Points to predict.</param>
/// <param name="Factor">Ratio to reach.</param>
/// <param name="More">Further sizes, by the names that both programs know.</param>
/// <param name="PeerShare">How many times its measured work the peer would have to do; 1 unless it does a sample of equal parts.</param>
internal sealed record ServedCase(string Label, int Points, int Dimension, int Tests, double Factor, Dictionary<string, double> More, int PeerShare = 1)
{
    public Dictionary<string, object> Question(string folder)
    {
        var question = new Dictionary<string, object> { ["load"] = folder, ["points"] = Points, ["dimension"] = Dimension, ["tests"] = Tests };
        foreach (var (name, value) in More)
            question[name] = value == Math.Round(value) ? (object)(int)value : value;
        return question;
    }

    /// <summary>Seconds of wall and of processor time in an answer.</summary>
    public static (double Wall, double Processor) Seconds(JsonElement answer) =>
        (answer.GetProperty("seconds").GetDouble(), answer.GetProperty("processor").GetDouble());
}
