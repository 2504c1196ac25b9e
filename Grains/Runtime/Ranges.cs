using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Whisper.Grains.Runtime;

/// <summary>Collects everything that is wrong with a section of the configuration.</summary>
internal sealed class Ranges(string section)
{
    private readonly List<string> _problems = [];

    public ValidateOptionsResult Result => _problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_problems);

    public Ranges Check<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            var setting = name[(name.LastIndexOf('.') + 1)..];
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{setting} is {value}; it must be from {least} to {most}."));
        }

        return this;
    }
}
