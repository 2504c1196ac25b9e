using System.Diagnostics;

namespace Whisper.LocalCluster.Servers;

/// <summary>The certificate that HAProxy shows for localhost: signed by itself, made once and kept.</summary>
public static class Certificate
{
    private const int Days = 3650;

    /// <summary>The file with certificate and key that a folder holds; made now when there is none.</summary>
    public static async Task<string> In(string folder, CancellationToken cancellation = default)
    {
        var file = Path.Combine(folder, "whisper.pem");
        if (File.Exists(file))
        {
            return file;
        }

        Directory.CreateDirectory(folder);
        var draft = $"{file}.new";
        await OpenSsl(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", $"{Days}", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", draft, "-out", $"{draft}.crt"],
            cancellation);
        await File.AppendAllTextAsync(draft, await File.ReadAllTextAsync($"{draft}.crt", cancellation), cancellation);
        File.Delete($"{draft}.crt");
        File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(draft, file);
        return file;
    }

    private static async Task OpenSsl(string[] arguments, CancellationToken cancellation)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"openssl could not make a certificate: {errors}");
        }
    }
}
