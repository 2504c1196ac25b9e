using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Silo.Admin;

/// <summary>Who may operate a process, <c>Whisper</c>.</summary>
[ConfigurationSection(ConfigurationSchema.Root)]
public sealed class AdminOptions
{
    /// <summary>
    /// Secret that opens <c>/dashboard</c> and <c>/admin</c> from elsewhere than the machine itself. Default empty: from the
    /// machine itself alone. Range 16 to 256 characters.
    /// </summary>
    public string AdminKey { get; set; } = "";
}

/// <summary>Finds what is wrong with <see cref="AdminOptions"/>; never repeats the key.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    private const int Shortest = 16;
    private const int Longest = 256;

    public ValidateOptionsResult Validate(string? name, AdminOptions options) =>
        options.AdminKey.Length is 0 or (>= Shortest and <= Longest)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Whisper:AdminKey must have {Shortest} to {Longest} characters, or be empty.");
}
