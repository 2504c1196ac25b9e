using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whisper.Silo.Stores.Sqlite;
using Xunit;

namespace Whisper.Tests.Privacy;

/// <summary>
/// People use everything there is, with canaries for words. Afterwards no log line at any level, no metric, no answer of
/// the dashboard and no file holds one, but the report that quotes them.
/// </summary>
public sealed partial class PrivacyTests
{
    private readonly Canaries _canaries = new();

    [Fact]
    public async Task EverythingUsed_CanariesAreInTheReportAlone()
    {
        await using var product = await WholeProduct.Start(_canaries);
        using var http = new HttpClient { BaseAddress = product.Url, Timeout = TimeSpan.FromSeconds(20) };
        await ReadEverything(product, http); // also makes the dashboard watch from now on

        await PrivacyStory.Mistakes(product.Url, _canaries);
        var caseId = await PrivacyStory.ChatWithReport(product.Url, _canaries, async id =>
        {
            await ReadEverything(product, http);
            using var banned = await http.PostAsync($"/admin/reports/{id}/ban", null, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, banned.StatusCode);
        });
        await ReadEverything(product, http);

        var detail = await http.GetFromJsonAsync<JsonElement>($"/admin/reports/{caseId}", TestContext.Current.CancellationToken);
        Assert.Equal(_canaries.Note, detail.GetProperty("note").GetString());
        AssertFiles(product);
        await product.Stop();
        AssertFiles(product);
        AssertLog(product);
    }

    [Fact]
    public async Task ReportStoreBreaks_TheNoteIsNotLogged()
    {
        await using var product = await WholeProduct.Start(_canaries);
        await PrivacyStory.ReportIntoABrokenStore(product.Url, _canaries, () => Directory.Delete(product.DataDirectory, recursive: true));
        await product.Stop();
        Assert.Contains(product.Log.Lines, line => line.Event.Id == 3002);
        AssertLog(product);
    }

    [Fact]
    public async Task Search_FindsACanaryThatIsThere()
    {
        // the tests above prove nothing unless this one holds
        await using var product = await WholeProduct.Start(_canaries);
        Betray(product.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Anything"), _canaries.Message);
        await File.WriteAllTextAsync(Path.Combine(product.DataDirectory, "stray"), _canaries.Interest, TestContext.Current.CancellationToken);
        Assert.Throws<Xunit.Sdk.EmptyException>(() => AssertLog(product));
        Assert.Throws<Xunit.Sdk.EmptyException>(() => AssertFiles(product, reportExpected: false));
        await product.Stop();
    }

    [LoggerMessage(LogLevel.Trace, "said {Text}")]
    private static partial void Betray(ILogger log, string text);

    private void AssertLog(WholeProduct product)
    {
        Assert.True(product.Log.Lines.Count > 100, "hardly anything was logged, so that nothing is proved");
        Assert.Contains(product.Log.Lines, line => line.Level == LogLevel.Trace);
        Assert.Empty(product.Log.Lines.Where(line => _canaries.In(line.Message).Any()).Select(line => $"{line.Category} {line.Level} {line.Message}"));
    }

    private void AssertFiles(WholeProduct product, bool reportExpected = true)
    {
        var reports = product.Files().Where(file => file.Name.StartsWith(SqliteReportStore.FileName, StringComparison.Ordinal)).ToArray();
        if (reportExpected)
        {
            var found = reports.SelectMany(file => _canaries.In(file.Content)).Distinct();
            Assert.Equal([_canaries.Message, _canaries.Note], found.Order(StringComparer.Ordinal));
        }

        var others = product.Files().Where(file => !file.Name.StartsWith(SqliteReportStore.FileName, StringComparison.Ordinal));
        Assert.Empty(others.Where(file => _canaries.In(file.Content).Any()).Select(file => file.Name));
    }

    private async Task ReadEverything(WholeProduct product, HttpClient http)
    {
        var silo = product.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();
        var grains = await http.GetFromJsonAsync<string[]>("/dashboard/GrainTypes", TestContext.Current.CancellationToken);
        var paths = product.Readable().SelectMany(path => path.Contains("{*grainName}", StringComparison.Ordinal)
            ? grains!.Where(name => name.StartsWith("Whisper", StringComparison.Ordinal)).Select(name => path.Replace("{*grainName}", name, StringComparison.Ordinal))
            : [path.Replace("{page:int}", "1", StringComparison.Ordinal).Replace("{*address}", silo, StringComparison.Ordinal).Replace("{*path}", silo, StringComparison.Ordinal)]);
        var read = 0;
        foreach (var path in paths)
        {
            using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Empty(_canaries.In(text).Select(canary => $"{path}: {canary}"));
            read += response.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.True(read > 15, $"only {read} pages could be read");
    }
}
