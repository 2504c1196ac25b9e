using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Whisper.Hosting;

/// <summary>
/// Looks at every setting before the process does anything else, and tells of all problems at once: keys that nothing
/// reads, values that are not of their type, and what the options' validators find.
/// </summary>
public static class StartupValidation
{
    /// <summary>
    /// Writes all problems to <paramref name="errors"/>. True when there are none; else the process should exit with 1.
    /// </summary>
    public static bool Check(IServiceProvider services, TextWriter errors, Assembly? entry = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(errors);
        var problems = Problems(services, entry ?? Assembly.GetEntryAssembly()!);
        if (problems.Count == 0)
        {
            return true;
        }

        errors.WriteLine($"Whisper does not start: {problems.Count} problem(s) with its settings.");
        foreach (var problem in problems)
        {
            errors.WriteLine($"  - {problem}");
        }

        errors.WriteLine("All settings are listed in docs/configuration.md.");
        return false;
    }

    /// <summary>Everything that is wrong, without the values of settings that could be secrets.</summary>
    public static IReadOnlyList<string> Problems(IServiceProvider services, Assembly entry)
    {
        var assemblies = ConfigurationSchema.AssembliesOf(entry);
        var settings = ConfigurationSchema.Settings(assemblies);
        var root = services.GetRequiredService<IConfiguration>().GetSection(ConfigurationSchema.Root);
        List<string> problems = [.. RoleProblems(services, root), .. KeyProblems(root, settings)];
        foreach (var type in ConfigurationSchema.Classes(assemblies))
        {
            // a value that cannot be read would be found a second time, and told less clearly
            var isUnreadable = settings.Any(setting => setting.Property.DeclaringType == type
                && problems.Any(problem => problem.StartsWith(setting.Key + " ", StringComparison.Ordinal)));
            problems.AddRange(isUnreadable ? [] : OptionsProblems(services, type));
        }

        return problems;
    }

    private static IEnumerable<string> RoleProblems(IServiceProvider services, IConfigurationSection root)
    {
        var meant = root[nameof(RoleOptions.Role)];
        var actual = services.GetService<ProcessRole>();
        return string.IsNullOrEmpty(meant) || actual is null || meant.Equals(actual.Name, StringComparison.OrdinalIgnoreCase)
            ? []
            : [$"{ConfigurationSchema.Root}:{nameof(RoleOptions.Role)} is \"{meant}\", but this program is a {actual.Name}: its settings are meant for another process."];
    }

    private static IEnumerable<string> KeyProblems(IConfigurationSection root, IReadOnlyList<Setting> settings)
    {
        foreach (var (key, value) in root.AsEnumerable().Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var setting = settings.FirstOrDefault(setting => key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)
                || (setting.HasEntries && key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase)));
            if (setting is null && KnownSettings.Includes(key))
            {
                // another role's: all processes of a cluster may be given the same environment
                continue;
            }

            if (setting is null)
            {
                yield return $"{key} is not a setting; is it misspelt?";
            }
            else if (!setting.HasEntries && !CanRead(setting.Type, value!))
            {
                yield return $"{setting.Key} is \"{value}\", which is not of type {Describe(setting.Type)}.";
            }
        }
    }

    private static bool CanRead(Type type, string value)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type)
    {
        if (type == typeof(TimeSpan))
        {
            return "time (d.hh:mm:ss)";
        }

        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type.Name;
    }

    private static IEnumerable<string> OptionsProblems(IServiceProvider services, Type type)
    {
        try
        {
            // reading the value binds it and runs its validators
            var options = services.GetService(typeof(IOptions<>).MakeGenericType(type));
            options?.GetType().GetProperty(nameof(IOptions<>.Value))!.GetValue(options);
            return [];
        }
        catch (TargetInvocationException e) when (e.InnerException is OptionsValidationException invalid)
        {
            return invalid.Failures;
        }
        catch (TargetInvocationException e)
        {
            return [$"{ConfigurationSchema.SectionOf(type)}: {e.InnerException!.Message}"];
        }
    }
}
