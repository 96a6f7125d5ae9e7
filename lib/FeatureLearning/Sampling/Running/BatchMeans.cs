namespace FeatureLearning.Sampling;

/// <summary>
/// Streaming means of observations and, from the scatter of batch means, their standard errors: three vectors of memory, however many draws.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Symbol</term><description>Meaning</description></listheader>
/// <item><term>L</term><description>draws a batch; long against the correlation time, the batch means are independent</description></item>
/// <item><term>B</term><description>finished batches</description></item>
/// <item><term>M₂</term><description>Σ (batch − mean)², by Welford's update; the squared error of the mean is M₂/(B(B − 1))</description></item>
/// </list>
/// Each batch is finished (covariances formed) before it counts, so that functions of means have errors too. The mean itself is over all
/// draws, batches or not.
/// </remarks>
internal sealed class BatchMeans(ObservationLayout layout, int batchLength)
{
    private readonly double[] batch = new double[layout.RawLength], finished = new double[layout.Length];

    /// <summary>Draws in all.</summary>
    public int Count { get; private set; }

    /// <summary>B.</summary>
    public int Batches { get; private set; }

    /// <summary>Σ of all raw observations in finished batches.</summary>
    public double[] Sum { get; } = new double[layout.RawLength];

    /// <summary>Mean of finished batches.</summary>
    public double[] Mean { get; } = new double[layout.Length];

    /// <summary>M₂.</summary>
    public double[] Scatter { get; } = new double[layout.Length];

    /// <summary>Takes one raw observation.</summary>
    public void Add(ReadOnlySpan<double> raw)
    {
        Numerics.Spans.AddScaled(batch, 1, raw);
        if (++Count % batchLength == 0)
        {
            Close();
        }
    }

    /// <summary>Σ of all raw observations, also of the batch that is open.</summary>
    public void AddTotalTo(Span<double> total)
    {
        Numerics.Spans.AddScaled(total, 1, Sum);
        Numerics.Spans.AddScaled(total, 1, batch);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Batches);
        foreach (var part in (double[][])[batch, Sum, Mean, Scatter])
        {
            Numbers.Write(writer, part);
        }
    }

    public void Load(BinaryReader reader)
    {
        (Count, Batches) = (reader.ReadInt32(), reader.ReadInt32());
        if (Count < 0 || Batches != Count / batchLength)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{Batches} batches are stored of {Count} draws, {batchLength} a batch."));
        }

        foreach (var part in (double[][])[batch, Sum, Mean, Scatter])
        {
            Numbers.Read(reader, part);
        }
    }

    private void Close()
    {
        Numerics.Spans.AddScaled(Sum, 1, batch);
        Numerics.Spans.Scale(batch, 1.0 / batchLength);
        layout.Finish(batch, finished);
        Array.Clear(batch);
        Batches++;
        for (var i = 0; i < finished.Length; i++)
        {
            var delta = finished[i] - Mean[i];
            Mean[i] += delta / Batches;
            Scatter[i] += delta * (finished[i] - Mean[i]);
        }
    }
}
