namespace Whisper.Hosting;

/// <summary>What a process is meant to be, <c>Whisper</c>.</summary>
[ConfigurationSection(ConfigurationSchema.Root)]
public sealed class RoleOptions
{
    /// <summary>
    /// The role that these settings are for; a process of another role refuses to start. Default empty: any. Range <c>silo</c>,
    /// <c>gateway</c>, <c>standalone</c>.
    /// </summary>
    public string Role { get; set; } = "";
}

/// <summary>What a process is; its <c>Program.cs</c> says so.</summary>
/// <param name="Name">One of the names below.</param>
public sealed record ProcessRole(string Name)
{
    /// <summary>Holds grains.</summary>
    public static readonly ProcessRole Silo = new("silo");

    /// <summary>Holds connections.</summary>
    public static readonly ProcessRole Gateway = new("gateway");

    /// <summary>Both in one.</summary>
    public static readonly ProcessRole Standalone = new("standalone");
}
