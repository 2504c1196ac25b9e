using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Whisper.Tests.Tracing;

/// <summary>A collector that takes traces over OTLP (gRPC), as operators have one.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    // a flag for compression, and the length
    private const int Prefix = 5;

    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly WebApplication _host;

    private TraceCollector(WebApplication host) => _host = host;

    public string Endpoint => _host.Urls.Single();

    public IReadOnlyCollection<CollectedSpan> Spans => _spans;

    public static async Task<TraceCollector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, door => door.Protocols = HttpProtocols.Http2));
        var collector = new TraceCollector(builder.Build());
        collector._host.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", collector.Take);
        await collector._host.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = body.ToArray().AsMemory();
        Assert.True(
            request.Span[0] == 0 && BinaryPrimitives.ReadInt32BigEndian(request.Span[1..]) == request.Length - Prefix,
            "a request is one message that is not compressed");
        foreach (var span in CollectedSpan.Read(request[Prefix..]))
        {
            _spans.Enqueue(span);
        }

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[Prefix], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
