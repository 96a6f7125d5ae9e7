namespace FeatureLearning.Workbook.Tests.Fuzzing;

/// <summary>One parser of files from outside.</summary>
/// <param name="Name">Name in test results.</param>
/// <param name="Corpus">Valid files, from which damaged ones are made.</param>
/// <param name="Read">Reads a file, and may check what came of it.</param>
/// <param name="Refusal">The one exception that the parser's documentation allows.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read, Type Refusal)
{
    public override string ToString() => Name;
}
