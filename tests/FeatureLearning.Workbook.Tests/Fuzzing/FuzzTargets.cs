using System.Security.Cryptography;
using System.Text;
using FeatureLearning.Networks;
using FeatureLearning.Numerics;
using FeatureLearning.Sampling;
using FeatureLearning.Tasks;
using FeatureLearning.Workbook.Commands;
using FeatureLearning.Workbook.Formats;
using FeatureLearning.Workbook.Formats.Npz;
using FeatureLearning.Workbook.Solving;
using FeatureLearning.Workbook.Sweeps.Grids;
using FeatureLearning.Workbook.Tests.Formats.Npz;
using FeatureLearning.Workbook.Tests.Sweeps;

namespace FeatureLearning.Workbook.Tests.Fuzzing;

/// <summary>Every parser of files from outside. A new one is one line here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new(".dib", Texts(Dib, RealDib()), bytes => Notebook("x.dib", bytes), typeof(NotebookFormatException)),
        new(".ipynb", Texts(Ipynb, IpynbWriter.Write(DibReader.Read(Dib))), bytes => Notebook("x.ipynb", bytes), typeof(NotebookFormatException)),
        new("npz", NpzFiles(), bytes => Npz(bytes), typeof(NpzFormatException)),
        new("npy in a whole zip", NpyFiles(), bytes => Npz(NpzSamples.Zip(("f.npy", bytes))), typeof(NpzFormatException)),
        new("attributes in a whole zip", Texts("{\"seed\":7,\"a\":[1,{\"b\":null}]}"), bytes => Npz(NpzSamples.Zip(("attributes.json", bytes))), typeof(NpzFormatException)),
        new("csv", Texts("1,2.5,-3e-4\n4,+5,6\n", "1\r\n2\r\n\r\n", "\uFEFF0.1, .2\n"), bytes => CsvTable.Parse("x.csv", bytes), typeof(UsageException)),
        new("idx images", IdxFiles(Pictures), bytes => IdxFormat.Read(new MemoryStream(bytes), new MemoryStream(Labels)), typeof(InvalidDataException)),
        new("idx labels", IdxFiles(Labels), bytes => IdxFormat.Read(new MemoryStream(Pictures), new MemoryStream(bytes)), typeof(InvalidDataException)),
        new("cifar", [CifarRecord, [.. CifarRecord, .. CifarRecord]], bytes => CifarFormat.Read(new MemoryStream(bytes)), typeof(InvalidDataException)),
        new("grid", Texts(SweepFiles.Grid64, Ranges), bytes => Grid(bytes), typeof(GridException)),
        new("checkpoint", [CheckpointSample.File], bytes => CheckpointSample.Open(bytes), typeof(InvalidDataException)),
        new("checkpoint with its checksum", [CheckpointSample.Body], bytes => CheckpointSample.Open([.. bytes, .. SHA256.HashData(bytes)]), typeof(InvalidDataException)),
        new("chain in a checkpoint", [CheckpointSample.Chain], CheckpointSample.Load, typeof(InvalidDataException)),
    ];

    private const string Dib =
        "#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[\"x\"],\"name\":\"y\"}]},\"z\":[1e3]}\r\n#!markdown\n# T é\n```\n#!time\n```\n#!csharp\n1\n#!y\n2";

    private const string Ipynb =
        """
        {"cells":[{"cell_type":"code","id":"a","metadata":{"polyglot_notebook":{"kernelName":"csharp"},"tags":["t"]},"execution_count":1,
        "outputs":[{"output_type":"stream","name":"stdout","text":["a\n","b"]},{"output_type":"display_data","data":{"text/plain":"\u00e9\ud83d\ude00",
        "application/json":{"a":[1,2.5e3,null,true]},"application/vnd.plotly.v1+json":"{\"data\":[]}"},"metadata":{"image/png":{"width":3}}},
        {"output_type":"error","ename":"E","evalue":"v","traceback":["t"]}],"source":["#!fsharp\n","1\n","2"]},
        {"cell_type":"markdown","metadata":{},"attachments":{"i":{"image/png":"AA"}},"source":"x"},{"cell_type":"raw","metadata":{},"source":""}],
        "metadata":{"kernelspec":{"name":".net-csharp","display_name":"d","language":"C#"},"language_info":{"name":"C#"},
        "polyglot_notebook":{"defaultKernelName":"csharp","items":[{"aliases":["c"],"name":"julia"}]},"authors":[]},"nbformat":4,"nbformat_minor":5}
        """;

    private const string Ranges =
        """
        {"networks":[{"width":{"from":10,"to":1000,"count":5,"scale":"log"},"activation":"erf","temperature":[0.1,1]}],
        "tasks":[{"task":"xor","dimension":3,"train":[4,8],"test":2,"separation":1.5},{"task":"files","train_x":"x.csv","train_y":"y.csv"}],
        "solvers":["nngp",{"theory":"single-neuron","particles":[7,9]}],"samplers":[{"sampler":"mala","draws":5}],"seeds":[3,1,2]}
        """;

    private static byte[] Pictures => [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255];

    private static byte[] Labels => [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9];

    private static byte[] CifarRecord => [3, .. Enumerable.Range(0, 3072).Select(i => (byte)i)];

    /// <summary>Plain and packed.</summary>
    private static byte[][] IdxFiles(byte[] plain)
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return [plain, packed.ToArray()];
    }

    /// <summary>Reads a grid, and plans it where that is small.</summary>
    private static void Grid(byte[] bytes)
    {
        SweepGrid grid = SweepGrid.Parse(bytes);
        if (grid.Count <= 1000)
        {
            grid.Expand();
        }
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The first cells of the first notebook: all of it would only make the fuzzing slower.</summary>
    private static string RealDib()
    {
        string notebook = Directory.GetFiles(Path.Combine(WorkbookProcess.Repository, "notebooks"), "*.dib").Order(StringComparer.Ordinal).First();
        return File.ReadAllText(notebook)[..1500];
    }

    private static byte[][] NpzFiles()
    {
        byte[] stored = NpzSamples.Bytes(NpzSamples.EveryKind);
        byte[] deflated = NpzSamples.Zip(("posterior/f.npy", NpzSamples.Content(stored, "posterior/f.npy")), ("attributes.json", "{}"u8.ToArray()));
        byte[] bomb = NpzSamples.Zip(("f.npy", NpzSamples.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (100000,), }", 800_000)));
        return [stored, deflated, bomb];
    }

    private static byte[][] NpyFiles() =>
    [
        .. new[] { "posterior/f", "posterior/Δ", "sample_stats/steps", "sample_stats/diverging" }
            .Select(name => NpzSamples.Content(NpzSamples.Bytes(NpzSamples.EveryKind), name + ".npy")),
        NpzSamples.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,), }", 16),
    ];

    /// <summary>What was read can be written, in both formats unless a .dib cannot hold it, and is then read again as it was.</summary>
    private static void Notebook(string name, byte[] bytes)
    {
        Notebook notebook = NotebookFile.Parse(name, bytes);
        Same(notebook.Cells, IpynbReader.Read(IpynbWriter.Write(notebook)).Cells);
        string dib;
        try
        {
            dib = DibWriter.Write(notebook);
        }
        catch (NotebookFormatException)
        {
            return;
        }

        Same(notebook.Cells.Select(cell => cell with { Source = cell.Source.Trim('\n') }).Where(cell => cell.Source.Length > 0), DibReader.Read(dib).Cells);
    }

    private static void Same(IEnumerable<Cell> expected, IEnumerable<Cell> actual)
    {
        if (!expected.Select(cell => (cell.Kernel, cell.Source)).SequenceEqual(actual.Select(cell => (cell.Kernel, cell.Source))))
        {
            throw new InvalidOperationException("the cells are others after writing and reading");
        }
    }

    private static void Npz(byte[] bytes)
    {
        NpzFile file = NpzSamples.Read(bytes);
        NpzSamples.Same(file, NpzSamples.Read(NpzSamples.Bytes(file)));
    }

    /// <summary>A small run's checkpoint, and the chain that it belongs to.</summary>
    private static class CheckpointSample
    {
        private const int Chains = 2;

        private static readonly RunSettings Settings = new() { Chains = Chains, Warmup = 5, Draws = 8, Seed = 9, Threads = 1, Batches = 4 };
        private static readonly SamplingChain Loaded;

        static CheckpointSample()
        {
            var task = IsingTask.Draw(dimension: 3, train: 2, test: 1, probability: 0.6, seed: 1);
            var network = Network.FromVariances(2, 3, Activation.Erf, 1, 1, 1, 0.1);
            SamplingProblem problem = new(network, task.Train, task.Test);
            string path = Path.Combine(Directory.CreateTempSubdirectory("fuzz-").FullName, "run.checkpoint");
            SamplerRun.Run(problem, new Hmc(), Settings with { Checkpoint = path });
            File = System.IO.File.ReadAllBytes(path);
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            Body = File[..^32];
            Chain = [.. Open(File)[0]];
            Loaded = new SamplingChain(
                new ChainContext(problem, DenseRoutines.Of(Settings.Algebra), Settings.Seed, 0), new Hmc(), Settings, new ObservationLayout(problem));
        }

        public static byte[] File { get; }

        public static byte[] Body { get; }

        public static byte[] Chain { get; }

        public static IReadOnlyList<byte[]> Open(byte[] bytes) => new Checkpoint("x.checkpoint", File[8..40], Chains).Parse(bytes);

        public static void Load(byte[] bytes)
        {
            Loaded.Load(bytes);
            if (Loaded.Steps > Loaded.Total || Loaded.TraceOf(0).Length != Loaded.Accumulated.Count)
            {
                throw new InvalidOperationException("the chain is beyond its end");
            }
        }
    }
}
