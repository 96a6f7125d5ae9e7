using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FeatureLearning.Workbook.Data;

/// <summary>One request to one mirror: what comes is appended to the part that is there, or replaces it where the mirror begins anew.</summary>
internal sealed class PartialFile(HttpClient client, TimeSpan idle, Action<long> progress)
{
    /// <summary>Asks for what is missing of a file and writes it to its part.</summary>
    /// <exception cref="MirrorException">The mirror refused, stopped, hung, or gave something else.</exception>
    /// <exception cref="IOException">The part cannot be written.</exception>
    public async Task ExtendAsync(DataFile file, Uri mirror, string part, CancellationToken cancellation)
    {
        long have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have >= file.Bytes)
        {
            // Whole, by its size: its checksum decides. Too long: of no use.
            if (have == file.Bytes)
            {
                return;
            }

            File.Delete(part);
            have = 0;
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(idle);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, mirror);
            request.Headers.Range = have > 0 ? new RangeHeaderValue(have, null) : null;
            using HttpResponseMessage answer =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            bool appends = CheckAnswer(answer, file, have);
            await CopyAsync(answer, file, part, appends ? have : 0, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException(FormattableString.Invariant($"nothing came for {idle.TotalSeconds:0.#} seconds"), error);
        }
        catch (HttpRequestException error)
        {
            throw new MirrorException(error.InnerException is { Message: var inner } ? $"{error.Message} {inner}" : error.Message, error);
        }
    }

    /// <summary>True if the answer goes on where the part ends, false if it begins anew.</summary>
    private static bool CheckAnswer(HttpResponseMessage answer, DataFile file, long have)
    {
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw new MirrorException(FormattableString.Invariant($"it answered {(int)answer.StatusCode} {answer.ReasonPhrase}"));
        }

        if (answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
        {
            throw new MirrorException("it answered with an HTML page instead of the file");
        }

        bool appends = answer.StatusCode == HttpStatusCode.PartialContent;
        if (appends && answer.Content.Headers.ContentRange?.From != have)
        {
            throw new MirrorException(FormattableString.Invariant(
                $"it was asked for bytes from {have} and answered with {answer.Content.Headers.ContentRange}"));
        }

        long total = (appends ? have : 0) + (answer.Content.Headers.ContentLength ?? file.Bytes - (appends ? have : 0));
        return total == file.Bytes
            ? appends
            : throw new MirrorException(FormattableString.Invariant($"its file has {total} bytes; {file.Bytes} were expected"));
    }

    private async Task CopyAsync(HttpResponseMessage answer, DataFile file, string part, long from, CancellationTokenSource patience)
    {
        Stream body = await answer.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        FileStream target = new(part, from > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        await using (target.ConfigureAwait(false))
        {
            byte[] buffer = new byte[1 << 16];
            long have = from;
            for (int read; (read = await ReadAsync(body, buffer, patience.Token).ConfigureAwait(false)) > 0;)
            {
                patience.CancelAfter(idle);
                if (have == 0 && LooksLikeHtml(buffer.AsSpan(0, read)))
                {
                    throw new MirrorException("it answered with an HTML page instead of the file");
                }

                if (have + read > file.Bytes)
                {
                    // Nothing of it is believed.
                    target.SetLength(from);
                    throw new MirrorException(FormattableString.Invariant($"its file is longer than the {file.Bytes} bytes that were expected"));
                }

                await target.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
                progress(have += read);
            }

            if (have < file.Bytes)
            {
                throw new MirrorException(FormattableString.Invariant($"it stopped after {have} of {file.Bytes} bytes"));
            }
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new MirrorException($"the connection broke: {error.Message}", error);
        }
    }

    // No file of a manifest begins like this; error pages do, whatever their headers say.
    private static bool LooksLikeHtml(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 64)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
