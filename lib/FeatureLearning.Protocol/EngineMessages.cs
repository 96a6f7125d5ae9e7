using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FeatureLearning.Protocol;

/// <summary>What the engine is asked, one JSON object a line on its standard input.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "request")]
[JsonDerivedType(typeof(ExecuteRequest), "execute")]
[JsonDerivedType(typeof(InterruptRequest), "interrupt")]
[JsonDerivedType(typeof(CompleteRequest), "complete")]
[JsonDerivedType(typeof(InspectRequest), "inspect")]
[JsonDerivedType(typeof(CheckRequest), "check")]
[JsonDerivedType(typeof(ShutdownRequest), "shutdown")]
internal abstract record EngineRequest;

/// <summary>Run a cell. <c>Id</c> comes back in every event of it; <c>Cell</c> is the number that traces and messages name.</summary>
internal sealed record ExecuteRequest(int Id, int Cell, string Code) : EngineRequest;

/// <summary>Stop the cell that runs; nothing happens when none does.</summary>
internal sealed record InterruptRequest : EngineRequest;

/// <summary>Which names may stand at a position (UTF-16 units) of a text? Answered between cells by <see cref="CompletionsEvent"/>.</summary>
internal sealed record CompleteRequest(int Id, string Code, int Position) : EngineRequest;

/// <summary>What is the name at a position (UTF-16 units) of a text, or the method that is being called? Answered between cells by <see cref="InspectionEvent"/>.</summary>
internal sealed record InspectRequest(int Id, string Code, int Position) : EngineRequest;

/// <summary>Can this text be run as it is? Answered between cells by <see cref="CompletenessEvent"/>.</summary>
internal sealed record CheckRequest(int Id, string Code) : EngineRequest;

/// <summary>Leave; so does the end of standard input.</summary>
internal sealed record ShutdownRequest : EngineRequest;

/// <summary>What the engine says, one JSON object a line on its standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(ReadyEvent), "ready")]
[JsonDerivedType(typeof(StartedEvent), "started")]
[JsonDerivedType(typeof(StreamEvent), "stream")]
[JsonDerivedType(typeof(DisplayEvent), "display")]
[JsonDerivedType(typeof(ResultEvent), "result")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
[JsonDerivedType(typeof(DoneEvent), "done")]
[JsonDerivedType(typeof(CompletionsEvent), "completions")]
[JsonDerivedType(typeof(InspectionEvent), "inspection")]
[JsonDerivedType(typeof(CompletenessEvent), "completeness")]
internal abstract record EngineEvent;

/// <summary>The compiler is warm; requests sent earlier were not lost.</summary>
internal sealed record ReadyEvent : EngineEvent;

/// <summary>The cell began.</summary>
internal sealed record StartedEvent(int Id) : EngineEvent;

/// <summary>Text for <c>stdout</c> or <c>stderr</c>; pieces may end anywhere in a line.</summary>
internal sealed record StreamEvent(int Id, string Name, string Text) : EngineEvent;

/// <summary>A value shown on the way, as a MIME bundle (JSON types as JSON text).</summary>
internal sealed record DisplayEvent(int Id, ImmutableSortedDictionary<string, string> Data) : EngineEvent;

/// <summary>The cell's trailing expression, as a MIME bundle.</summary>
internal sealed record ResultEvent(int Id, ImmutableSortedDictionary<string, string> Data) : EngineEvent;

/// <summary>Why the cell failed; <c>Line</c> counts from 1 in the cell.</summary>
internal sealed record ErrorEvent(
    int Id, string Name, string Message, int? Line, string? Source, ImmutableArray<string> Trace) : EngineEvent;

/// <summary>The cell ended. <c>StillRunning</c>: it was interrupted, but code that it started on other threads goes on.</summary>
internal sealed record DoneEvent(int Id, bool Succeeded, double Seconds, bool StillRunning = false) : EngineEvent;

/// <summary>Names that may replace the text from <c>Start</c> to <c>End</c>.</summary>
internal sealed record CompletionsEvent(int Id, int Start, int End, ImmutableArray<string> Items) : EngineEvent;

/// <summary>A description in Markdown; empty when there is none.</summary>
internal sealed record InspectionEvent(int Id, string Markdown) : EngineEvent;

/// <summary><c>complete</c>, <c>incomplete</c> or <c>invalid</c>, and what the next line should start with.</summary>
internal sealed record CompletenessEvent(int Id, string State, string Indent) : EngineEvent;

/// <summary>Compiled serialisers: a child that reflects over its messages would start a tenth of a second later.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineRequest))]
[JsonSerializable(typeof(EngineEvent))]
internal sealed partial class EngineJson : JsonSerializerContext;
