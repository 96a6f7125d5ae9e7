namespace FeatureLearning.Benchmarks.Works;

/// <summary>A piece of work that this project and a program of the field both do. To add one: a file here, a line in <see cref="Catalogue"/>, its peer in <c>peers/</c>.</summary>
internal interface IWork
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>One line of help.</summary>
    string Summary { get; }

    /// <summary>Measures both in turn and checks that they compute the same.</summary>
    /// <exception cref="MissingException">Something that it needs is not on this machine.</exception>
    Report Run(Settings settings);
}
