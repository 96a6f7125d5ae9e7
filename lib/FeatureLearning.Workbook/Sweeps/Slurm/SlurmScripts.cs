using System.Globalization;
using System.Text;
using FeatureLearning.Storage;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Sweeps.Slurm;

/// <summary>What the array runs on.</summary>
/// <param name="Tasks">Shares of the sweep.</param>
/// <param name="Cpus">Processors a task: chains of a sampler at the same time.</param>
/// <param name="Minutes">Time of a task.</param>
/// <param name="Megabytes">Memory of a task.</param>
/// <param name="Options">More options of sbatch, as --partition=NAME.</param>
internal sealed record SlurmResources(int Tasks, int Cpus, int Minutes, int Megabytes, IReadOnlyList<string> Options);

/// <summary>The two batch scripts of a sweep: the array, and the merge that waits for it.</summary>
internal static class SlurmScripts
{
    /// <summary>Seconds before a task's time is up at which it is told to stop, so that it can be resumed.</summary>
    private const int Warning = 30;

    /// <summary>Minutes for the merge, which computes nothing.</summary>
    private const int MergeMinutes = 30;

    /// <summary>Writes slurm/array.sh and slurm/merge.sh; returns their paths.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="resources">What to ask for.</param>
    /// <param name="indices">The shares that have open jobs, ascending.</param>
    public static (string Array, string Merge) Write(SweepFolder folder, SlurmResources resources, IReadOnlyList<int> indices)
    {
        (string array, string merge) = (folder.In("slurm", "array.sh"), folder.In("slurm", "merge.sh"));
        return SweepFolder.Guarded(folder.Path, () =>
        {
            AtomicFile.Write(array, Array(folder.Path, resources, indices));
            AtomicFile.Write(merge, Merge(folder.Path, resources));
            return (array, merge);
        });
    }

    // exec: the signal goes to the command, not to a shell that waits for it.
    private static string Array(string path, SlurmResources resources, IReadOnlyList<int> indices) => Script(
        "sweep", resources, resources.Minutes, "slurm/array-%a.log",
        [
            $"--array={Ranges(indices)}", "--requeue",
            FormattableString.Invariant($"--cpus-per-task={resources.Cpus}"), FormattableString.Invariant($"--signal=B:TERM@{Warning}"),
        ],
        FormattableString.Invariant(
            $"exec {Command} sweep run {Quote(path)} --index \"$SLURM_ARRAY_TASK_ID\" --of {resources.Tasks} --threads {resources.Cpus}"));

    private static string Merge(string path, SlurmResources resources) =>
        Script("sweep-merge", resources, MergeMinutes, "slurm/merge.log", [], $"exec {Command} sweep merge {Quote(path)}");

    private static string Script(
        string name, SlurmResources resources, int minutes, string log, IReadOnlyList<string> more, string command)
    {
        StringBuilder script = new("#!/bin/bash\n");
        IEnumerable<string> options =
        [
            $"--job-name={name}", "--ntasks=1", FormattableString.Invariant($"--time={minutes}"), FormattableString.Invariant($"--mem={resources.Megabytes}M"),
            $"--output={log}", "--open-mode=append", .. more, .. resources.Options,
        ];
        foreach (string option in options)
        {
            script.Append("#SBATCH ").Append(option).Append('\n');
        }

        return script.Append(command).Append('\n').ToString();
    }

    /// <summary>0-3,7 for 0, 1, 2, 3, 7.</summary>
    internal static string Ranges(IReadOnlyList<int> ascending)
    {
        List<string> ranges = [];
        for (int first = 0, i = 0; i < ascending.Count; i++)
        {
            if (i + 1 < ascending.Count && ascending[i + 1] == ascending[i] + 1)
            {
                continue;
            }

            ranges.Add(first == i
                ? ascending[i].ToString(CultureInfo.InvariantCulture)
                : FormattableString.Invariant($"{ascending[first]}-{ascending[i]}"));
            first = i + 1;
        }

        return string.Join(',', ranges);
    }

    // This very program: as an executable of its own, or as an assembly that dotnet runs.
    private static string Command
    {
        get
        {
            string process = Environment.ProcessPath ?? throw new UsageException("The path of this program is not known.");
            return Path.GetFileNameWithoutExtension(process) == "dotnet"
                ? $"{Quote(process)} exec {Quote(typeof(SlurmScripts).Assembly.Location)}"
                : Quote(process);
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
