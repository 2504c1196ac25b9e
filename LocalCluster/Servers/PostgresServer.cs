using System.Diagnostics;

namespace Whisper.LocalCluster.Servers;

/// <summary>Debian's PostgreSQL with a cluster of its own; as its own user when we are root, which it refuses to be.</summary>
public sealed class PostgresServer(string folder, int? port = null, string? password = null) : Server("postgres", folder, port ?? Ports.Free())
{
    /// <summary>The owner of the database.</summary>
    public const string User = "whisper";

    /// <summary>The database.</summary>
    public const string Database = "whisper";

    private string Data => Path.Combine(Folder, "data");

    /// <summary>The owner's password.</summary>
    public string Password { get; } = password ?? NewPassword();

    /// <inheritdoc />
    public override ProcessPlan Plan
    {
        get
        {
            var command = AsUser(Binary("postgres"), ["-D", Data, "-c", $"config_file={Checkout.PathOf("deploy", "postgres", "postgresql.conf")}", "-c", $"hba_file={Path.Combine(Data, "pg_hba.conf")}", "-c", $"ident_file={Path.Combine(Data, "pg_ident.conf")}", "-c", "listen_addresses=127.0.0.1", "-c", $"port={Port}"]);
            return new(Name, command[0], command[1..], new Dictionary<string, string>(), Folder, LogFile);
        }
    }

    /// <summary>Makes the database when it is not there, and starts it.</summary>
    public override async Task Launch(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(Folder);
        if (!Directory.Exists(Data))
        {
            await Initialise(cancellation);
        }

        await base.Launch(cancellation);
    }

    /// <summary>Does not wait for clients to leave.</summary>
    public override Signal StopSignal => Signal.Interrupt;

    /// <inheritdoc />
    protected override async Task<bool> IsServing(CancellationToken cancellation)
    {
        var probe = new ProcessStartInfo(Binary("pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{Port}", "-d", Database]);
        using var process = System.Diagnostics.Process.Start(probe)!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0;
    }

    private async Task Initialise(CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Run(["chown", "postgres:postgres", Folder], cancellation);
        }

        var secret = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(secret, Password, cancellation);
        await Run(AsUser(Binary("initdb"), ["-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"]), cancellation);
        File.Delete(secret);

        // initdb makes no database but its own; the single-user server makes ours before anybody can connect
        await Run(["sh", "-c", $"echo 'CREATE DATABASE {Database}' | \"$@\"", "sh", .. AsUser(Binary("postgres"), ["--single", "-D", Data, "postgres"])], cancellation);
    }

    // the folder may lie where only root may look: the one capability lets it through
    private static string[] AsUser(string program, string[] arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", program, .. arguments]
        : [program, .. arguments];

    // Debian keeps the server's programs off PATH
    private static string Binary(string program)
    {
        var onPath = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        return onPath.Concat(debian).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed: run make, or install postgresql.");
    }

    private static async Task Run(string[] command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {await output}{errors}");
        }
    }
}
