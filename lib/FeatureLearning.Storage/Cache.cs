using System.Runtime.CompilerServices;
using FeatureLearning.Sampling;

namespace FeatureLearning.Storage;

/// <summary>
/// Expensive results in files, so that a notebook that runs again does not compute them again. An entry is known by everything that it depends on;
/// one that was made by another version of the code, or is damaged, is computed again and replaced, never read.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Part of an entry</term><description>What it holds</description></listheader>
/// <item><term>name of the file</term><description>a hash of problem, data, sampler, settings and linear algebra, or of what the caller names</description></item>
/// <item><term>first bytes</term><description>the same with the <see cref="CodeVersion"/></description></item>
/// <item><term>last bytes</term><description>SHA-256 of everything before</description></item>
/// </list>
/// What comes from the cache equals, bit for bit, what would be computed. Files are written whole or not at all; deleting any of them costs only time.
/// </remarks>
public sealed class Cache
{
    /// <summary>A cache in a folder, which is made when the first entry is written.</summary>
    /// <param name="folder">Its path.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public Cache(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>Where the entries lie.</summary>
    public string Folder { get; }

    /// <summary>Which code computes: the identity of the compiled library, another after any change of its sources.</summary>
    public string CodeVersion { get; init; } = $"{typeof(SamplerRun).Module.ModuleVersionId:n}{typeof(Cache).Module.ModuleVersionId:n}";

    /// <summary>
    /// The workbook's own cache, <c>data/cache/results</c> of the repository that the working folder lies in; outside of one, a folder of the user's.
    /// </summary>
    public static Cache OfWorkbook() =>
        new(Path.Combine(WorkbookPlaces.Cache(WorkbookPlaces.FindRepository(Environment.CurrentDirectory)), "results"));

    /// <summary>
    /// Samples, or reads what was sampled. A run that was interrupted, by cancellation or by a kill, goes on from its last checkpoint.
    /// </summary>
    /// <param name="problem">What.</param>
    /// <param name="sampler">How.</param>
    /// <param name="settings">How long, on what; the defaults if null. Checkpoints are the cache's own affair.</param>
    /// <param name="progress">Told a few times a second while chains run, or null.</param>
    /// <param name="cancellation">Ends the run; what was drawn is returned, marked partial, and kept.</param>
    /// <exception cref="ArgumentException">The sampler does not sample this network, or the settings name a checkpoint.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public SampledPosterior Sample(
        SamplingProblem problem, Sampler sampler, RunSettings? settings = null,
        IProgress<SamplingProgress>? progress = null, CancellationToken cancellation = default)
    {
        settings ??= new();
        if (settings.Checkpoint is not null || settings.Resume)
        {
            throw new ArgumentException("The cache keeps checkpoints itself: leave Checkpoint and Resume unset.", nameof(settings));
        }

        var path = EntryPath("draws", SamplerRun.Identity(problem, sampler, settings));
        Directory.CreateDirectory(Folder);
        var own = settings with { Checkpoint = path, CheckpointLabel = CodeVersion, CheckpointInterval = TimeSpan.FromSeconds(20) };
        if (File.Exists(path))
        {
            try
            {
                return SamplerRun.Run(problem, sampler, own with { Resume = true }, progress, cancellation);
            }
            catch (InvalidDataException)
            {
                File.Delete(path); // damaged, or of other code
            }
        }

        return SamplerRun.Run(problem, sampler, own, progress, cancellation);
    }

    /// <summary>Rows of numbers of any lengths, computed or read.</summary>
    /// <param name="what">What they are, in a few words.</param>
    /// <param name="dependsOn">
    /// Everything that <paramref name="compute"/> uses besides the library's code and constants in its own text: numbers, texts, networks, data sets,
    /// samplers, settings, options, and collections of these. What is left out here goes unnoticed when it changes.
    /// </param>
    /// <param name="compute">The computation; must give the same numbers each time.</param>
    /// <param name="text">Filled in by the compiler: the source of <paramref name="compute"/>, which is part of what the entry is known by.</param>
    /// <exception cref="ArgumentException">Something in <paramref name="dependsOn"/> is of a type that has no known content; the message names it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public double[][] Numbers(
        string what, IEnumerable<object> dependsOn, Func<double[][]> compute, [CallerArgumentExpression(nameof(compute))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(dependsOn);
        ArgumentNullException.ThrowIfNull(compute);
        var identity = ContentHash.Of([what, text, dependsOn]);
        var (path, key) = (EntryPath("numbers", identity), ContentHash.Of([Convert.ToHexString(identity), CodeVersion]));
        if (NumbersFile.Read(path, key) is { } known)
        {
            return known;
        }

        var rows = compute();
        NumbersFile.Write(path, key, rows);
        return rows;
    }

    private string EntryPath(string kind, byte[] identity) => Path.Combine(Folder, $"{kind}-{Convert.ToHexStringLower(identity)[..32]}");
}
