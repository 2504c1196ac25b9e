using System.Reflection;
using Whisper.Hosting;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Configuration;

public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void Document_ListsEverySettingAsTheCodeHasIt()
    {
        var text = File.ReadAllText(ConfigurationDocument.Path).ReplaceLineEndings("\n");
        var at = text.IndexOf(ConfigurationDocument.Marker, StringComparison.Ordinal);
        Assert.True(at > 0, "docs/configuration.md has lost the line where its tables begin.");
        Repository.AssertFrozen(text[..at] + ConfigurationDocument.Render(), ConfigurationDocument.Path, "Run `make docs` and commit the result.");
    }

    [Fact]
    public void EverySetting_SaysWhatItDoesAndItsDefault()
    {
        Assert.NotEmpty(ConfigurationDocument.Settings);
        Assert.All(ConfigurationDocument.Settings, setting =>
        {
            var (meaning, values) = ConfigurationDocument.Prose(setting);
            Assert.True(meaning.Length > 0, $"{setting.Key}: its /// summary must say what it does.");
            Assert.True(values.Length > 0, $"{setting.Key}: its /// summary must say `Default ..., range ...` with units.");
        });
    }

    [Fact]
    public void EveryNumberAndTime_SaysItsRange() => Assert.All(
        ConfigurationDocument.Settings.Where(setting => setting.Type == typeof(TimeSpan) || (setting.Type.IsPrimitive && setting.Type != typeof(bool))),
        setting => Assert.True(
            ConfigurationDocument.Prose(setting).Values.Contains("range ", StringComparison.OrdinalIgnoreCase), $"{setting.Key}: its /// summary must say its range."));

    [Fact]
    public void EveryPublicClassOfOptions_IsMarked()
    {
        // given in code, by who uses a library or a tool
        string[] others = ["Whisper.Streaming.Nats", "Whisper.LocalCluster", "Whisper.Chaos"];
        var unmarked = ConfigurationSchema.AssembliesOf(Assembly.GetExecutingAssembly())
            .Where(assembly => !others.Contains(assembly.GetName().Name))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsDefined(typeof(ConfigurationSectionAttribute)));
        Assert.Empty(unmarked.Select(type => $"{type} needs [ConfigurationSection(\"Whisper:...\")]"));
    }

    [Fact]
    public void EverySetting_HasOneClassAlone() =>
        Assert.Empty(ConfigurationDocument.Settings.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
}
