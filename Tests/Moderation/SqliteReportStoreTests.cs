using System.Text;
using Microsoft.Data.Sqlite;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores.Sqlite;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class SqliteReportStoreTests : ReportStoreContract, IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("whisper-reports-");
    private readonly List<SqliteDatabase> _opened = [];
    private readonly SqliteReportStore _store;

    public SqliteReportStoreTests() => _store = (SqliteReportStore)Reopen();

    protected override IReportStore Store => _store;

    private string File => Path.Combine(_directory.FullName, SqliteReportStore.FileName);

    public void Dispose()
    {
        _opened.ForEach(database => database.Dispose());
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Add_IsOnDiskInTheFileOrItsLog()
    {
        // the other process of Find_InALaterProcess sees it; so must one that gets nothing but the files
        await Store.Add(Reports.New() with { Note = new PrivateText("canary-note") }, CancellationToken.None);
        Assert.Contains("canary-note", ReadFiles(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteOlderThan_LeavesNoTraceInTheFiles()
    {
        await Store.Add(Reports.New() with { Note = new PrivateText("canary-note") }, CancellationToken.None);
        await Store.DeleteOlderThan(Reports.Noon.AddDays(1), CancellationToken.None);
        Assert.DoesNotContain("canary-note", ReadFiles(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_AreForTheirOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        await Store.Add(Reports.New(), CancellationToken.None);
        Assert.All(_directory.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public async Task Probe_WhileAnotherHoldsTheFile_Throws()
    {
        await Store.Probe(CancellationToken.None);
        using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        other.Open();
        using var transaction = other.BeginTransaction();
        await Assert.ThrowsAsync<SqliteException>(() => Store.Probe(CancellationToken.None));
    }

    [Fact]
    public async Task EveryCall_FileIsNotADatabase_ThrowsUntilItIsGone()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5_000), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Add(Reports.New(), CancellationToken.None));
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Probe(CancellationToken.None));
        System.IO.File.Delete(File);
        await Store.Probe(CancellationToken.None);
    }

    protected override IReportStore Reopen()
    {
        var database = new SqliteDatabase(File);
        _opened.Add(database);
        return new SqliteReportStore(database);
    }

    private string ReadFiles()
    {
        var all = new StringBuilder();
        foreach (var file in _directory.GetFiles())
        {
            all.Append(Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(file.FullName)));
        }

        return all.ToString();
    }
}
