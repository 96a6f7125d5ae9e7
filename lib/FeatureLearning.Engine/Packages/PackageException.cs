namespace FeatureLearning.Engine;

/// <summary>A package that a cell asks for and that cannot be had; the message names it.</summary>
internal sealed class PackageException(string message, Exception? cause = null) : Exception(message, cause);
