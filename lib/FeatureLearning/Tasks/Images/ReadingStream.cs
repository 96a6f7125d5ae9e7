using System.Buffers.Binary;

namespace FeatureLearning.Tasks;

/// <summary>What the streams below have in common: they are read once, from the front to the end.</summary>
internal abstract class ReadingStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Puts back the bytes that were looked at in front of a stream that need not seek.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadingStream
{
    private ReadOnlyMemory<byte> prefix = prefix;

    public override int Read(Span<byte> buffer)
    {
        if (prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, prefix.Length);
        prefix.Span[..count].CopyTo(buffer);
        prefix = prefix[count..];
        return count;
    }
}

/// <summary>Refuses to unpack more than so many bytes, whoever asks for them.</summary>
internal sealed class CappedStream(Stream inner, long most) : ReadingStream
{
    private long total;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        total += read;
        return total <= most ? read : throw new InvalidDataException(FormattableString.Invariant($"it unpacks to more than {most} bytes"));
    }
}

/// <summary>Remembers the last four bytes that passed: a gzip file ends with the length of its content.</summary>
internal sealed class TailStream(Stream inner) : ReadingStream
{
    private readonly byte[] last = new byte[4];

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var kept = buffer[Math.Max(0, read - last.Length)..read];
        last.AsSpan(kept.Length).CopyTo(last);
        kept.CopyTo(last.AsSpan(last.Length - kept.Length));
        return read;
    }

    /// <summary>Reads to the end, and gives the last four bytes as a number.</summary>
    public uint Drain()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (Read(buffer) > 0)
        {
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
