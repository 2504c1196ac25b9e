using System.Collections;
using System.Globalization;
using System.Text;
using Whisper.Hosting;
using Whisper.Tests.Support;

namespace Whisper.Tests.Configuration;

/// <summary>Writes the tables of <c>docs/configuration.md</c> from the classes of options and their <c>///</c> prose.</summary>
internal static class ConfigurationDocument
{
    public const string Marker = "<!-- The rest is written by `make docs` from the code; edit the code instead. -->";

    public static string Path { get; } = Repository.PathOf("docs", "configuration.md");

    public static IReadOnlyList<Setting> Settings { get; } = ConfigurationSchema.Settings(ConfigurationSchema.AssembliesOf(typeof(ConfigurationDocument).Assembly));

    /// <summary>The sentence that gives default, unit and range, and what stands before it.</summary>
    public static (string Meaning, string Values) Prose(Setting setting)
    {
        var text = XmlProse.Of(setting.Property);
        var at = text.IndexOf("Default ", StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at].Trim(), text[at..]);
    }

    public static string Render()
    {
        var text = new StringBuilder(Marker).Append('\n');
        foreach (var section in Settings.GroupBy(setting => setting.Key[..setting.Key.LastIndexOf(':')]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n");
            text.Append("| setting | what it does | default, unit and range | default as written |\n|---|---|---|---|\n");
            foreach (var setting in section)
            {
                var (meaning, values) = Prose(setting);
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {Cell(meaning)} | {Cell(values)} | {Default(setting)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Default(Setting setting)
    {
        var value = setting.Property.GetValue(Activator.CreateInstance(setting.Property.DeclaringType!));
        return value switch
        {
            null or "" => "(empty)",
            bool on => on ? "`true`" : "`false`",
            string text => $"`{text}`",
            IEnumerable list => list.Cast<object>().Any() ? $"`{string.Join("`, `", list.Cast<object>())}`" : "(none)",
            _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
        };
    }
}
