using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Moderation;

/// <summary>
/// The key a lone process makes for itself. Kept, so that a chat that outlives a restart can still be reported; a cluster
/// must configure one key instead, or one silo would refuse what another sealed.
/// </summary>
internal static class EvidenceKeyFile
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "evidence.key";

    // a move that must not overwrite looks first and moves then: two at the same time could both find nothing
    private static readonly Lock Making = new();

    /// <summary>Reads the key, or makes it.</summary>
    public static byte[] ReadOrMake(DataDirectory directory)
    {
        var path = directory.File(FileName);
        lock (Making)
        {
            if (!File.Exists(path))
            {
                Make(path);
            }
        }

        var text = File.ReadAllText(path).Trim();
        return Base64.IsValid(text, out var length) && length >= EvidenceSigner.MinKeyLength
            ? Convert.FromBase64String(text)
            : throw new InvalidDataException($"{path} is not a key; restore it, or delete it to have a new one made.");
    }

    // written aside first: a process that dies half-way must not leave half a key
    private static void Make(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(EvidenceSigner.MinKeyLength)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // another process was faster; its key is as good
            File.Delete(draft);
        }
    }
}
