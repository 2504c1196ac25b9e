using System.Collections;
using System.Reflection;

namespace Whisper.Hosting;

/// <summary>One setting: a property of a class marked with <see cref="ConfigurationSectionAttribute"/>.</summary>
/// <param name="Key">For example <c>Whisper:Limits:Enabled</c>; an environment variable has <c>__</c> for each colon.</param>
/// <param name="Property">What it fills.</param>
public sealed record Setting(string Key, PropertyInfo Property)
{
    /// <summary>What its value is read as.</summary>
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>Whether it is a list or map, whose entries are keys below this one.</summary>
    public bool HasEntries => Type != typeof(string) && Type.IsAssignableTo(typeof(IEnumerable));
}

/// <summary>Finds all settings there are, so that documents and checks cannot forget one.</summary>
public static class ConfigurationSchema
{
    /// <summary>The section that holds everything of the product.</summary>
    public const string Root = "Whisper";

    /// <summary>The product's assemblies that one of them refers to, itself included.</summary>
    public static IReadOnlyList<Assembly> AssembliesOf(Assembly start)
    {
        ArgumentNullException.ThrowIfNull(start);
        List<Assembly> found = [start];
        for (var i = 0; i < found.Count; i++)
        {
            var names = found[i].GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Whisper.", StringComparison.Ordinal));
            found.AddRange(names.Select(Assembly.Load).Where(assembly => !found.Contains(assembly)));
        }

        return found;
    }

    /// <summary>The classes of options.</summary>
    public static IEnumerable<Type> Classes(IEnumerable<Assembly> assemblies) =>
        assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsDefined(typeof(ConfigurationSectionAttribute), inherit: false));

    /// <summary>The section that fills a class.</summary>
    public static string SectionOf(Type type) =>
        type.GetCustomAttribute<ConfigurationSectionAttribute>()?.Section ?? throw new ArgumentException($"{type} is not marked.", nameof(type));

    /// <summary>The settings of all classes, sorted by key.</summary>
    public static IReadOnlyList<Setting> Settings(IEnumerable<Assembly> assemblies) =>
        [.. Classes(assemblies)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property => new Setting($"{SectionOf(type)}:{property.Name}", property)))
            // a list is filled in place, and needs no setter
            .Where(setting => setting.HasEntries || setting.Property.SetMethod is { IsPublic: true })
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)];
}
