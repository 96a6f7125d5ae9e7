using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Data;

/// <summary>What <c>workbook data</c> was asked to do, and for which data sets.</summary>
internal sealed class DataRequest(ImmutableArray<DataSetEntry> sets, string path, TextWriter output, TextWriter errors)
{
    private readonly DataFolder folder = new(path);

    public int List()
    {
        foreach (DataSetEntry set in sets)
        {
            output.WriteLine($"{set.Name}: {set.Title}");
            foreach (DataFile file in set.Files)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {file.Name}  {file.Bytes} bytes  {Words(folder.StateOf(set, file, checksum: false))}"));
            }
        }

        output.WriteLine($"folder: {path}");
        return ExitCode.Success;
    }

    public int Verify()
    {
        int wrong = 0;
        foreach ((DataSetEntry set, DataFile file) in Files())
        {
            FileState state = folder.StateOf(set, file, checksum: true);
            wrong += state == FileState.Good ? 0 : 1;
            output.WriteLine($"{set.Name}/{file.Name}: {(state == FileState.Good ? "checksum right" : Words(state))}");
        }

        return wrong == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    public async Task<int> FetchAsync(TimeSpan idle, CancellationToken cancellation)
    {
        // Files are packed as published: what a proxy would unpack on the way has another checksum. Connecting counts as waiting, too.
        using SocketsHttpHandler handler = new() { AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = idle };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("FeatureLearning.Notebooks/0.1");
        Meter meter = new(errors);
        DataFetcher fetcher = new(client, folder, idle, meter.Note, meter.Show);
        List<string> failed = [];
        try
        {
            foreach ((DataSetEntry set, DataFile file) in Files())
            {
                if (!await fetcher.FetchAsync(set, file, cancellation).ConfigureAwait(false))
                {
                    failed.Add($"{set.Name}/{file.Name}");
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            errors.WriteLine("stopped; the same command goes on from here");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(error.Message, error);
        }

        if (failed.Count > 0)
        {
            errors.WriteLine($"not fetched: {string.Join(", ", failed)}; the same command goes on from here. Notebooks draw digits instead.");
        }

        return failed.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private IEnumerable<(DataSetEntry Set, DataFile File)> Files() => sets.SelectMany(set => set.Files.Select(file => (set, file)));

    private static string Words(FileState state) => state switch
    {
        FileState.Good => "here",
        FileState.Missing => "missing",
        FileState.Partial => "fetched in part",
        FileState.WrongSize => "WRONG SIZE",
        _ => "WRONG CHECKSUM",
    };

    /// <summary>A line for each ten million bytes, so that a log stays short and a person sees that something comes.</summary>
    private sealed class Meter(TextWriter writer)
    {
        private const long Every = 10_000_000;

        private long shown;

        public void Note(string line)
        {
            shown = 0;
            writer.WriteLine(line);
        }

        public void Show(DataFile file, long bytes)
        {
            if (bytes / Every > shown / Every)
            {
                shown = bytes;
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {bytes / 1_000_000} of {file.Bytes / 1_000_000} MB"));
            }
        }
    }
}
