using Whisper.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Whisper.Tests.Deploy;

/// <summary>What <c>docker-compose.yml</c> says, its anchors resolved.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<string, object?> _services;

    private ComposeFile(Dictionary<string, object?> services) => _services = services;

    public IEnumerable<string> Services => _services.Keys;

    public static ComposeFile Read()
    {
        using var text = File.OpenText(Repository.PathOf("docker-compose.yml"));
        var root = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object?>>(new MergingParser(new Parser(text)));
        return new(Map(root["services"]));
    }

    /// <summary>How many of a service there are.</summary>
    public int Scale(string service) => Of(service).TryGetValue("scale", out var scale) ? int.Parse((string)scale!, System.Globalization.CultureInfo.InvariantCulture) : 1;

    public IReadOnlyDictionary<string, string> Environment(string service) =>
        Map(Of(service)["environment"]).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "");

    /// <summary>A list such as its ports, volumes or command; empty when there is none.</summary>
    public string[] List(string service, string key) =>
        Of(service).TryGetValue(key, out var list) ? [.. ((List<object>)list!).Select(item => item.ToString()!)] : [];

    public bool Has(string service, string key) => Of(service).ContainsKey(key);

    public string Text(string service, string key) => Of(service).TryGetValue(key, out var value) ? value!.ToString()! : "";

    /// <summary>What a service's health check runs.</summary>
    public string HealthCheck(string service) => string.Join(' ', (List<object>)Map(Of(service)["healthcheck"])["test"]!);

    private Dictionary<string, object?> Of(string service) => Map(_services[service]);

    private static Dictionary<string, object?> Map(object? value) => ((Dictionary<object, object?>)value!).ToDictionary(pair => (string)pair.Key, pair => pair.Value);
}
