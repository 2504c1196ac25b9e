using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whisper.Hosting.Health;

/// <summary>The body of <c>/health/ready</c>: <c>{"ready":false,"down":["redis"],"reasons":{"redis":"…"}}</c>.</summary>
public static class ReadinessReport
{
    // read by people and scripts, never put into a page
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    public static async Task Write(HttpContext context, HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        var down = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).ToList();
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Plain);
        json.WriteStartObject();
        json.WriteBoolean("ready", down.Count == 0);
        json.WriteStartArray("down");
        down.ForEach(entry => json.WriteStringValue(entry.Key));
        json.WriteEndArray();
        json.WriteStartObject("reasons");
        down.ForEach(entry => json.WriteString(entry.Key, entry.Value.Description ?? "It does not answer."));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
