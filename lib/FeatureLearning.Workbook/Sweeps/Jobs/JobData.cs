using System.Collections.Immutable;
using System.Security.Cryptography;
using FeatureLearning.Tasks;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Solving;
using FeatureLearning.Workbook.Sweeps.Grids;

namespace FeatureLearning.Workbook.Sweeps.Jobs;

/// <summary>The training and test data of a job: drawn, or read from the files that <c>solve</c> reads.</summary>
internal static class JobData
{
    private static readonly string[] FileFields = ["train_x", "train_y", "test_x", "test_y"];

    /// <summary>Draws or reads the data.</summary>
    /// <exception cref="UsageException">A file cannot be read, or is not what it was when the sweep was planned.</exception>
    public static InputData Load(SweepJob job)
    {
        if (job.Task.Schema.Name != GridSchemas.FilesTask)
        {
            LearningTask task = Draw(job.Task, job.Seed!.Value);
            return new InputData(task.Train.Inputs, task.Train.Targets, task.Test.Inputs, task.Test.Targets);
        }

        foreach ((string field, string hash) in job.Data)
        {
            string path = job.Task.Text(field)!;
            if (Hash(path) != hash)
            {
                throw new UsageException($"{path}: the file has changed since the sweep was planned.");
            }
        }

        return Files(job.Task).Read();
    }

    /// <summary>The plan with the paths of its files made absolute, each file read once for errors, and its hash in every job.</summary>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static SweepPlan Attach(SweepPlan plan, string folder)
    {
        Dictionary<InputFiles, ImmutableSortedDictionary<string, string>> known = [];
        return plan with { Jobs = [.. plan.Jobs.Select(job => job.Task.Schema.Name == GridSchemas.FilesTask ? Attach(job, folder, known) : job)] };
    }

    private static SweepJob Attach(SweepJob job, string folder, Dictionary<InputFiles, ImmutableSortedDictionary<string, string>> known)
    {
        GridPoint task = job.Task.With(job.Task.Values.Select(file => KeyValuePair.Create(file.Key, (object)Path.GetFullPath((string)file.Value, folder))));
        InputFiles files = Files(task);
        if (!known.TryGetValue(files, out ImmutableSortedDictionary<string, string>? hashes))
        {
            files.Read();
            hashes = FileFields.Where(field => task.Text(field) is not null)
                .ToImmutableSortedDictionary(field => field, field => Hash(task.Text(field)!), StringComparer.Ordinal);
            known.Add(files, hashes);
        }

        return job with { Task = task, Data = hashes };
    }

    private static InputFiles Files(GridPoint task) => new(task.Text("train_x")!, task.Text("train_y")!, task.Text("test_x"), task.Text("test_y"));

    private static LearningTask Draw(GridPoint task, int seed)
    {
        int Whole(string name) => task.Whole(name)!.Value;
        (int dimension, int train, int test) = (task.Whole("dimension") ?? 0, Whole("train"), Whole("test"));
        double Real(string name) => task.Real(name)!.Value;
        InputDistribution Inputs() => task.Text("inputs") == "ising" ? InputDistribution.Ising : InputDistribution.Gaussian;
        return task.Schema.Name switch
        {
            "ising" => IsingTask.Draw(dimension, train, test, Real("probability"), seed),
            "linear-teacher" => TeacherTask.Linear(Inputs(), dimension, train, test, seed, Real("amplitude"), Real("label_noise")),
            "hermite-teacher" => TeacherTask.Hermite(Inputs(), dimension, train, test, Real("cubic"), seed, Real("label_noise")),
            "hidden-layer-teacher" => TeacherTask.HiddenLayer(
                Inputs(), dimension, train, test, Whole("hidden"), NetworkOptions.Activations[task.Text("teacher_activation")!], seed, Real("label_noise")),
            "two-classes" => MixtureTask.TwoClasses(dimension, train, test, Real("separation"), seed),
            GridSchemas.DigitsTask => DrawnDigitsTask.Pair(
                Whole("plus"), Whole("minus"), train, test, seed, Whole("side"), Real("distortion"), Real("noise")),
            "xor" => MixtureTask.Xor(dimension, train, test, Real("separation"), seed),
            _ => throw new ArgumentException($"There is no task '{task.Schema.Name}'.", nameof(task)),
        };
    }

    private static string Hash(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {error.Message}", error);
        }
    }
}
