namespace Whisper.Tests.Tracing;

/// <summary>A span that a process sent.</summary>
/// <param name="Service">Which kind of process.</param>
/// <param name="Trace">The trace it belongs to.</param>
/// <param name="Name">What it covers.</param>
internal sealed record CollectedSpan(string Service, string Trace, string Name)
{
    /// <summary>Those of an <c>ExportTraceServiceRequest</c> of OTLP 1.</summary>
    public static IEnumerable<CollectedSpan> Read(ReadOnlyMemory<byte> request) =>
        from process in ProtobufFields.Of(request, 1)
        let service = ServiceOf(process)
        from scope in ProtobufFields.Of(process, 2)
        from span in ProtobufFields.Of(scope, 2)
        select new CollectedSpan(service, Convert.ToHexString(ProtobufFields.Of(span, 1).Single().Span), ProtobufFields.Text(span, 5));

    private static string ServiceOf(ReadOnlyMemory<byte> process) => (
        from resource in ProtobufFields.Of(process, 1)
        from attribute in ProtobufFields.Of(resource, 1)
        where ProtobufFields.Text(attribute, 1) == "service.name"
        from value in ProtobufFields.Of(attribute, 2)
        select ProtobufFields.Text(value, 1)).SingleOrDefault("");
}
