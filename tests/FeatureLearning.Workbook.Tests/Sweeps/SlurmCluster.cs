using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Sweeps;

/// <summary>
/// A real Slurm for one test: munged, controller and node daemon on this machine, with key, sockets, state and logs in a temporary folder, reached at 127.0.0.1 only.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SlurmCluster : IDisposable
{
    /// <summary>Tasks at the same time: more than the machine may have, since most of a tiny task is waiting for its start.</summary>
    public const int Cores = 4;

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> daemons = [];
    private Process? node;

    private SlurmCluster()
    {
        // The user munge must reach its folder, and nobody else may write there.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        foreach (string name in (string[])["state", "spool", "munge"])
        {
            Directory.CreateDirectory(folder.File(name));
        }

        folder.Write("slurm.conf", Configuration());
    }

    /// <summary>Starts the daemons and waits until the node takes jobs.</summary>
    public static async Task<SlurmCluster> StartAsync()
    {
        SlurmCluster cluster = new();
        try
        {
            cluster.StartMunge();
            await SweepFiles.UntilAsync(() => File.Exists(cluster.folder.File("munge/socket")), "munged listens", 20);
            cluster.daemons.Add(cluster.Run("slurmctld", "-c", "-D"));
            cluster.StartNode();
            await SweepFiles.UntilAsync(() => cluster.Ask("sinfo", "-h", "-o", "%T").Trim() == "idle", "the node is idle", 40);
            return cluster;
        }
        catch (Exception error)
        {
            string logs = cluster.Logs();
            cluster.Dispose();
            throw new InvalidOperationException(logs, error);
        }
    }

    /// <summary>The environment in which Slurm's commands find this cluster.</summary>
    public void AddTo(ProcessStartInfo start) => start.Environment["SLURM_CONF"] = folder.File("slurm.conf");

    /// <summary>What a command of Slurm's prints.</summary>
    public string Ask(string program, params string[] arguments)
    {
        using Process process = Run(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>
    /// After which time from its start the controller takes a batch job that a node does not know for lost, and not for one whose start is still on
    /// its way: BatchStartTimeout and MessageTimeout, and a little more.
    /// </summary>
    public static TimeSpan LostAfter { get; } = TimeSpan.FromSeconds(13);

    /// <summary>Kills the node daemon alone: what runs goes on.</summary>
    public void KillDaemon()
    {
        node!.Kill();
        node.WaitForExit();
        node.Dispose();
        node = null;
    }

    /// <summary>Kills the node daemon, the daemons of its running steps and what they run: as if the machine had lost its power.</summary>
    public void KillNode()
    {
        int[] steps = Descendants(node!.Id);
        KillDaemon();
        Array.ForEach(steps, Kill);
    }

    /// <summary>Starts the node daemon, after a KillNode with the word that the machine has been started anew.</summary>
    public void StartNode(bool isReboot = false) => node = Run("slurmd", ["-D", "-N", "node", .. isReboot ? (string[])["-b"] : []]);

    public string Logs() => string.Concat(((string[])["slurmctld.log", "slurmd.log"]).Select(folder.File).Where(File.Exists).SelectMany(log => File.ReadLines(log).TakeLast(25).Append("\n")).Select(line => line + "\n"));

    public void Dispose()
    {
        if (daemons.Count > 1)
        {
            Ask("scancel", "--user", "root");
        }

        if (node is not null)
        {
            KillNode();
        }

        foreach (Process daemon in daemons.AsEnumerable().Reverse())
        {
            daemon.Kill(entireProcessTree: true); // runuser has munged below it
            daemon.WaitForExit();
            daemon.Dispose();
        }

        folder.Dispose();
    }

    private void StartMunge()
    {
        string key = folder.Write("munge/key", "");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        using (Process chown = Process.Start("chown", ["-R", "munge:munge", folder.File("munge")]))
        {
            chown.WaitForExit();
        }

        string Of(string name) => folder.File($"munge/{name}");
        daemons.Add(Run(
            "runuser", "-u", "munge", "--", SlurmFactAttribute.Find("munged")!, "--foreground", "--key-file", key, "--socket", Of("socket"), "--pid-file", Of("pid"),
            "--log-file", Of("log"), "--seed-file", Of("seed"), "--num-threads", "2"));
    }

    // Jobs that lose their node start again as soon as their credential is old, two minutes by default.
    private string Configuration() => $"""
        ClusterName=test
        SlurmctldHost={Environment.MachineName}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={folder.File("munge/socket")},cred_expire=5
        CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
        StateSaveLocation={folder.File("state")}
        SlurmdSpoolDir={folder.File("spool")}
        SlurmctldPidFile={folder.File("slurmctld.pid")}
        SlurmdPidFile={folder.File("slurmd.pid")}
        SlurmctldLogFile={folder.File("slurmctld.log")}
        SlurmdLogFile={folder.File("slurmd.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        MpiDefault=none
        ReturnToService=2
        SchedulerType=sched/backfill
        SchedulerParameters=bf_interval=1,sched_interval=2,batch_sched_delay=0
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core_Memory
        SlurmdParameters=config_overrides
        KillWait=2
        BatchStartTimeout=1
        MessageTimeout=10
        NodeName=node NodeHostname={Environment.MachineName} NodeAddr=127.0.0.1 Sockets=1 CoresPerSocket={Cores} ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN
        PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

        """;

    private Process Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(SlurmFactAttribute.Find(program) ?? program) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        AddTo(start);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    // The daemons of steps belong to init once their parent is dead: looked for before. A step's daemon that slurmd has already left is known by its folder.
    private int[] Descendants(int root)
    {
        Dictionary<int, int> parents = [];
        HashSet<int> steps = [];
        foreach (string entry in Directory.GetDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(name => char.IsAsciiDigit(name[0])))
        {
            try
            {
                int id = int.Parse(entry, CultureInfo.InvariantCulture);
                string stat = File.ReadAllText($"/proc/{entry}/stat");
                parents[id] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
                if (stat.Contains("(slurmstepd)", StringComparison.Ordinal) && File.ReadAllText($"/proc/{entry}/environ").Contains(folder.Path, StringComparison.Ordinal))
                {
                    steps.Add(id);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        bool IsBelow(int id) => parents.TryGetValue(id, out int parent) && (parent == root || steps.Contains(parent) || IsBelow(parent));
        return [.. parents.Keys.Where(id => steps.Contains(id) || IsBelow(id))];
    }

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
