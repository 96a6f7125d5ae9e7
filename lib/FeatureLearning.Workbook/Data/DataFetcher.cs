namespace FeatureLearning.Workbook.Data;

/// <summary>
/// Gets files of the manifest: from each mirror in turn, going on where an earlier attempt stopped, and under its name only once its
/// SHA-256 is the one expected.
/// </summary>
internal sealed class DataFetcher(HttpClient client, DataFolder folder, TimeSpan idle, Action<string> note, Action<DataFile, long> progress)
{
    private const int MostAttempts = 20;

    /// <summary>Gets one file; true if it is there in the end.</summary>
    /// <exception cref="IOException">The folder cannot be written, or another process fetches the same file.</exception>
    public async Task<bool> FetchAsync(DataSetEntry set, DataFile file, CancellationToken cancellation)
    {
        string target = folder.FileOf(set, file), part = folder.PartOf(set, file);
        FileState state = folder.StateOf(set, file, checksum: true);
        if (state == FileState.Good)
        {
            note($"{set.Name}/{file.Name}: already there");
            return true;
        }

        if (state is FileState.WrongSize or FileState.WrongChecksum)
        {
            note($"{set.Name}/{file.Name}: what is there is not the published file and is replaced");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        foreach (Uri mirror in file.Mirrors)
        {
            string? reason = await TryAsync(file, mirror, part, cancellation).ConfigureAwait(false);
            if (reason is null)
            {
                File.Move(part, target, overwrite: true);
                note($"{set.Name}/{file.Name}: fetched from {mirror.Host}, checksum right");
                return true;
            }

            note($"{set.Name}/{file.Name}: {mirror}: {reason}");
        }

        return false;
    }

    /// <summary>Null once the part is the file, or why it is not. A mirror that breaks off is asked again as long as something comes.</summary>
    private async Task<string?> TryAsync(DataFile file, Uri mirror, string part, CancellationToken cancellation)
    {
        PartialFile request = new(client, idle, bytes => progress(file, bytes));
        bool afresh = false;
        for (int attempt = 1; ; attempt++)
        {
            long before = Length(part);
            try
            {
                await request.ExtendAsync(file, mirror, part, cancellation).ConfigureAwait(false);
            }
            catch (MirrorException error) when (attempt < MostAttempts && Length(part) > before)
            {
                note($"{file.Name}: {mirror.Host}: {error.Message}; going on from there");
                continue;
            }
            catch (MirrorException error)
            {
                return error.Message;
            }

            if (DataFolder.Sha256(part) == file.Sha256)
            {
                return null;
            }

            File.Delete(part);
            if (before == 0 || afresh)
            {
                return "its file has another SHA-256 than the published one";
            }

            // The part was from an earlier attempt, perhaps at another mirror: this one gets a chance of its own.
            note($"{file.Name}: the part from before was damaged; beginning anew");
            afresh = true;
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
