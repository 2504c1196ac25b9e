namespace Whisper.Hosting;

/// <summary>
/// Marks a class of options and says which section of the configuration fills it. Every public settable property is a
/// setting: it must appear in <c>docs/configuration.md</c>, and a key that no such class knows stops the start.
/// </summary>
/// <param name="section">For example <c>Whisper:Limits</c>. Several classes may share a section.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConfigurationSectionAttribute(string section) : Attribute
{
    /// <summary>Path of the section, its parts separated by colons.</summary>
    public string Section { get; } = section;
}
