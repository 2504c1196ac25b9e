using System.Text.RegularExpressions;
using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.Topologies;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Deploy;

/// <summary><c>docker-compose.yml</c> and <c>make cluster</c> start the same.</summary>
public sealed partial class DriftTests : IAsyncDisposable
{
    // they look at a cluster, and are none of its parts
    private static readonly string[] Observers = ["prometheus", "grafana"];

    // where something is or listens, which is another place in a container
    private static readonly string[] Places =
    [
        "ASPNETCORE_URLS", "HAPROXY_BIND", "HAPROXY_CERTIFICATE", "HAPROXY_HTTP_PORT", "HAPROXY_HTTPS_PORT", "HAPROXY_STATUS_PORT", "NATS_DIR", "NATS_HOST", "NATS_PORT",
        "REDIS_BIND", "REDIS_DIR", "REDIS_PORT", "Whisper__Gateway__TrustedProxies__0", "Whisper__Gateway__WebRoot", "Whisper__Nats__Url", "Whisper__Postgres__Host",
        "Whisper__Postgres__Port", "Whisper__Redis__Host", "Whisper__Redis__Port", "Whisper__Silo__Address", "Whisper__Silo__GatewayPort", "Whisper__Silo__SiloPort",
    ];

    // set by compose alone: what the image of PostgreSQL asks for, what has a default that fits a machine
    private static readonly string[] OnlyInContainers =
        ["POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "Whisper__AdminKey", "HAPROXY_CONNECTION_RATE", "HAPROXY_CONNECTIONS_PER_ADDRESS"];

    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-drift-").FullName;
    private readonly ComposeFile _compose = ComposeFile.Read();
    private readonly Topology _native;

    public DriftTests() => _native = new Topology(new TopologyOptions { Folder = _folder, Ports = PortPlan.Fixed() });

    public async ValueTask DisposeAsync()
    {
        await _native.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Services_AreTheSame_AsManyOfEach()
    {
        var native = _native.All.GroupBy(Role).ToDictionary(group => group.Key, group => group.Count());
        var compose = _compose.Services.Except(Observers).ToDictionary(service => service, _compose.Scale);
        Assert.Equal(native.OrderBy(pair => pair.Key, StringComparer.Ordinal), compose.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Environment_IsTheSame_ButForPlacesAndSecrets()
    {
        foreach (var server in _native.All)
        {
            var native = server.Plan.Environment;
            var compose = _compose.Environment(Role(server));
            Assert.Equal(Sorted(native.Keys), Sorted(compose.Keys.Except(OnlyInContainers)));
            foreach (var name in compose.Keys.Except(OnlyInContainers).Except(Places).Where(name => !IsSecret(name)))
            {
                Assert.True(native[name] == compose[name], $"{server.Name}: {name} is {native[name]} and {compose[name]}");
            }
        }
    }

    [Fact]
    public void Secrets_AreNeverInTheFile()
    {
        var secrets = _compose.Services.Where(service => _compose.Has(service, "environment")).SelectMany(service => _compose.Environment(service)).Where(pair => IsSecret(pair.Key)).ToArray();
        Assert.True(secrets.Length > 8);
        Assert.All(secrets, pair => Assert.Matches(@"^\$\{[A-Z_]+:\?\}$", pair.Value));
        // nor do silos and gateways know another password than the server
        Assert.Equal(_compose.Environment("redis")["REDIS_PASSWORD"], _compose.Environment("silo")["Whisper__Redis__Password"]);
        Assert.Equal(_compose.Environment("nats")["NATS_PASSWORD"], _compose.Environment("gateway")["Whisper__Nats__Password"]);
        Assert.Equal(_compose.Environment("postgres")["POSTGRES_PASSWORD"], _compose.Environment("silo")["Whisper__Postgres__Password"]);
    }

    [Fact]
    public void Database_IsTheSame()
    {
        var image = _compose.Environment("postgres");
        Assert.Equal((PostgresServer.User, PostgresServer.Database), (image["POSTGRES_USER"], image["POSTGRES_DB"]));
    }

    [Fact]
    public void ConfigurationFiles_AreTheSame()
    {
        foreach (var server in _native.All.DistinctBy(Role))
        {
            var files = server.Plan.Arguments.Prepend(server.Plan.Program).Select(argument => argument.Split('=')[^1])
                .Where(argument => argument.StartsWith(Repository.PathOf("deploy"), StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Repository.PathOf("deploy"), file));
            var command = string.Join(' ', _compose.List(Role(server), "command"));
            var mounts = _compose.List(Role(server), "volumes");
            foreach (var file in files)
            {
                Assert.Contains($"/etc/whisper/{file}", command, StringComparison.Ordinal);
                var folder = Path.GetDirectoryName(file);
                Assert.Contains($"./deploy/{folder}:/etc/whisper/{folder}:ro", mounts);
            }
        }

        Assert.Contains("haproxy -W -db -f ", string.Join(' ', _compose.List("haproxy", "command")), StringComparison.Ordinal);
        Assert.StartsWith("haproxy -W -db -f ", $"{_native.Proxy.Plan.Program} {string.Join(' ', _native.Proxy.Plan.Arguments)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_AreTheSame_AndHaproxysAloneAreOpenToOthers()
    {
        Assert.Equal([$"${{HTTP_PORT:-{_native.Proxy.Port}}}:8080", $"${{HTTPS_PORT:-{_native.Proxy.TlsPort}}}:8443"], _compose.List("haproxy", "ports"));
        foreach (var service in _compose.Services.Except(["haproxy"]))
        {
            Assert.All(_compose.List(service, "ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        }

        // what each is told of the others is where they listen
        var (silo, haproxy) = (_compose.Environment("silo"), _compose.Environment("haproxy"));
        Assert.Equal(_compose.Environment("redis")["REDIS_PORT"], silo["Whisper__Redis__Port"]);
        Assert.Equal($"nats://nats:{_compose.Environment("nats")["NATS_PORT"]}", silo["Whisper__Nats__Url"]);
        Assert.Equal(("8080", "8443"), (haproxy["HAPROXY_HTTP_PORT"], haproxy["HAPROXY_HTTPS_PORT"]));
        Assert.EndsWith(":8080", _compose.Environment("gateway")["ASPNETCORE_URLS"], StringComparison.Ordinal);
        Assert.Contains(" gateway:8080 ", File.ReadAllText(Repository.PathOf("deploy", "haproxy", "gateways.cfg")), StringComparison.Ordinal);
    }

    [Fact]
    public void HealthIsLookedAt_TheSameWay()
    {
        Assert.All(_compose.Services, service => Assert.NotEmpty(_compose.HealthCheck(service)));
        Assert.Equal(("CMD healthcheck", "CMD healthcheck"), (_compose.HealthCheck("silo"), _compose.HealthCheck("gateway")));
        var script = File.ReadAllText(Repository.PathOf("deploy", "healthcheck.sh"));
        var haproxy = File.ReadAllText(Repository.PathOf("deploy", "haproxy", "haproxy.cfg"));
        Assert.Contains("GET /health/ready ", script, StringComparison.Ordinal);
        Assert.Contains("uri /health/ready ", haproxy, StringComparison.Ordinal);
    }

    [Fact]
    public void Containers_MayDoLittle()
    {
        foreach (var service in _compose.Services)
        {
            Assert.Equal(("true", "ALL", "no-new-privileges:true"), (_compose.Text(service, "read_only"), _compose.List(service, "cap_drop").Single(), _compose.List(service, "security_opt").Single()));
        }
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Gateway")]
    public void Dockerfiles_EndAsAnOrdinaryUser(string project)
    {
        var last = File.ReadAllText(Repository.PathOf(project, "Dockerfile")).Split("\nFROM ")[^1];
        Assert.Contains("\nUSER $APP_UID\n", last, StringComparison.Ordinal);
        Assert.Contains("\nHEALTHCHECK ", last, StringComparison.Ordinal);
        Assert.Contains($"\"Whisper.{project}.dll\"", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_HasEveryVariable()
    {
        var wanted = Variable().Matches(File.ReadAllText(Repository.PathOf("docker-compose.yml"))).Select(match => match.Groups[1].Value).Distinct();
        var given = File.ReadLines(Repository.PathOf(".env.example")).Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('=')[0]);
        Assert.Equal(Sorted(wanted), Sorted(given));
    }

    private static bool IsSecret(string name) => name.EndsWith("PASSWORD", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Key", StringComparison.OrdinalIgnoreCase);

    private static string Role(Server server) => server.Name.Split('-')[0];

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    // $$ is a dollar sign
    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)")]
    private static partial Regex Variable();
}
