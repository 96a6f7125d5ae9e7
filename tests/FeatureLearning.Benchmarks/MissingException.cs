namespace FeatureLearning.Benchmarks;

/// <summary>Something that the comparison needs is not on this machine; the message says what to do.</summary>
internal sealed class MissingException(string message) : Exception(message);
