using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Silo.Moderation;
using Whisper.Silo.Stores;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class EvidenceKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("whisper-key-");

    private IOptions<StorageOptions> Storage => Options.Create(new StorageOptions { DataDirectory = Path.Combine(_directory.FullName, "data") });

    private string File => Path.Combine(_directory.FullName, "data", EvidenceKeyFile.FileName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void ReadOrMake_SecondStart_GivesTheSameKey()
    {
        var first = EvidenceKeyFile.ReadOrMake(new DataDirectory(Storage));
        Assert.Equal(EvidenceSigner.MinKeyLength, first.Length);
        Assert.Equal(first, EvidenceKeyFile.ReadOrMake(new DataDirectory(Storage)));
    }

    [Fact]
    public void ReadOrMake_ManyAtOnce_AgreeOnOneKeyAndLeaveNoDrafts()
    {
        var keys = new string[16];
        Parallel.For(0, keys.Length, i => keys[i] = Convert.ToHexString(EvidenceKeyFile.ReadOrMake(new DataDirectory(Storage))));
        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void ReadOrMake_FileAndDirectory_AreForTheirOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        EvidenceKeyFile.ReadOrMake(new DataDirectory(Storage));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(File).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Path.GetDirectoryName(File)!).UnixFileMode);
    }

    [Fact]
    public void Validator_BrokenFile_IsAProblemUnlessAKeyIsConfigured()
    {
        var validator = new EvidenceKeyValidator(Storage);
        Assert.True(validator.Validate(null, new ModerationOptions()).Succeeded);
        System.IO.File.WriteAllText(File, "half a k");
        Assert.True(validator.Validate(null, new ModerationOptions()).Failed);
        Assert.False(validator.Validate(null, new ModerationOptions { EvidenceKey = Convert.ToBase64String(new byte[32]) }).Failed);
    }
}
