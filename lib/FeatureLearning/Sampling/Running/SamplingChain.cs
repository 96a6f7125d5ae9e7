namespace FeatureLearning.Sampling;

/// <summary>One chain of a run: its transition, what it has seen, and where it is.</summary>
internal sealed class SamplingChain
{
    private readonly ChainContext context;
    private readonly RunSettings settings;
    private readonly Transition transition;
    private readonly Observer observer;
    private readonly ObservationLayout layout;
    private readonly double[] raw;
    private readonly double[] traces;

    public SamplingChain(ChainContext context, Sampler sampler, RunSettings settings, ObservationLayout layout)
    {
        (this.context, this.settings, this.layout) = (context, settings, layout);
        transition = sampler.Create(context);
        observer = new Observer(context, layout);
        raw = new double[layout.RawLength];
        traces = new double[settings.Draws * TraceWidth];
        Accumulated = new BatchMeans(layout, Math.Max(1, settings.Draws / settings.Batches));
        transition.Start();
    }

    /// <summary>Traces, then the energy.</summary>
    public static int TraceWidth { get; } = ObservationLayout.TraceCount + 1;

    public BatchMeans Accumulated { get; }

    public long Steps { get; private set; }

    public long Total => settings.Warmup + ((long)settings.Draws * settings.Thinning);

    public bool IsFinished => Failed || Steps == Total;

    /// <summary>Whether the state is no longer finite: no later step could be right.</summary>
    public bool Failed { get; private set; }

    public int Divergences { get; private set; }

    /// <summary>Σ of acceptance probabilities after the warm-up.</summary>
    public double Acceptance { get; private set; }

    public long Gradients { get; private set; }

    /// <summary>The network as it is now.</summary>
    public LastNeurons Neurons => new(context, transition.State, transition.HasReadout, (ulong)Steps);

    /// <summary>One trace of the recorded draws; the energy after the last.</summary>
    public double[] TraceOf(int index) => [.. Enumerable.Range(0, Accumulated.Count).Select(draw => traces[(draw * TraceWidth) + index])];

    /// <summary>One step, recorded if it is its turn.</summary>
    public void Advance()
    {
        var warm = Steps < settings.Warmup;
        var outcome = transition.Step((ulong)Steps, warm);
        Steps++;
        Gradients += outcome.Gradients;
        if (!transition.IsFinite)
        {
            Failed = true;
            return;
        }

        if (warm)
        {
            return;
        }

        Acceptance += outcome.Acceptance;
        Divergences += outcome.Divergent ? 1 : 0;
        if ((Steps - settings.Warmup) % settings.Thinning == 0)
        {
            Record(outcome.Energy);
        }
    }

    public byte[] Save()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Steps);
        writer.Write(Failed);
        writer.Write(Divergences);
        writer.Write(Acceptance);
        writer.Write(Gradients);
        transition.Save(writer);
        Accumulated.Save(writer);
        Numbers.Write(writer, traces.AsSpan(0, Accumulated.Count * TraceWidth));
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not that, or not of a chain of this run.</exception>
    public void Load(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            Load(reader);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("A chain's snapshot is truncated.", error);
        }

        if (reader.BaseStream.Position != bytes.Length)
        {
            throw new InvalidDataException("A chain's snapshot is longer than it should be.");
        }
    }

    private void Load(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        Failed = reader.ReadBoolean();
        Divergences = reader.ReadInt32();
        Acceptance = reader.ReadDouble();
        Gradients = reader.ReadInt64();
        transition.Load(reader);
        Accumulated.Load(reader);
        // Draws recorded after that many steps; a chain that failed may lack the last. More steps than a run has would never end.
        var draws = Math.Max(0, Steps - settings.Warmup) / settings.Thinning;
        if (Steps < 0 || Steps > Total || Accumulated.Count > draws || Accumulated.Count < draws - (Failed ? 1 : 0))
        {
            throw new InvalidDataException(FormattableString.Invariant($"A chain's snapshot claims {Accumulated.Count} draws after {Steps} steps."));
        }

        Numbers.Read(reader, traces.AsSpan(0, Accumulated.Count * TraceWidth));
    }

    private void Record(double energy)
    {
        observer.Observe(transition.State, transition.ObservesReadout, (ulong)(Steps - 1), raw);
        Failed = !double.IsFinite(raw[layout.RawTraces + (int)SampledScalar.Potential]);
        if (Failed)
        {
            return;
        }

        var row = traces.AsSpan(Accumulated.Count * TraceWidth, TraceWidth);
        raw.AsSpan(layout.RawTraces).CopyTo(row);
        row[^1] = energy;
        Accumulated.Add(raw);
    }
}
