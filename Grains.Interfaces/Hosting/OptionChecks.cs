using System.Globalization;
using Microsoft.Extensions.Options;

namespace Whisper.Hosting;

/// <summary>Collects everything that is wrong with one section of the settings, so that it can be told at once.</summary>
/// <param name="section">For example <c>Whisper:Limits</c>.</param>
public sealed class OptionChecks(string section)
{
    private readonly List<string> _problems = [];

    /// <summary>A figure within bounds.</summary>
    public OptionChecks Range<T>(string name, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            Add(name, string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be from {min} to {max}."));
        }

        return this;
    }

    /// <summary>Anything else that must hold.</summary>
    public OptionChecks Require(bool holds, string name, string problem)
    {
        if (!holds)
        {
            Add(name, problem);
        }

        return this;
    }

    /// <summary>What the options framework wants to hear.</summary>
    public ValidateOptionsResult Result() => _problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_problems);

    private void Add(string name, string problem) => _problems.Add($"{section}:{name} {problem}");
}
