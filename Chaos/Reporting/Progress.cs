using Spectre.Console;

namespace Whisper.Chaos.Reporting;

/// <summary>Tells whoever watches what is going on: one changing line in a terminal, plain lines elsewhere.</summary>
internal static class Progress
{
    /// <summary>Runs something that has a lot to tell.</summary>
    public static async Task<T> Show<T>(string title, Func<Action<string>, Task<T>> action)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            Line($"{title}");
            return await action(what => Line($"  {title}: {what}"));
        }

        return await AnsiConsole.Status().StartAsync(Markup.Escape(title), context => action(what =>
        {
            context.Status($"{Markup.Escape(title)}: {Markup.Escape(what)}");
            context.Refresh();
        }));
    }

    /// <summary>A line that stays.</summary>
    public static void Line(string text) => Console.Out.WriteLine($"{DateTime.Now:HH:mm:ss} {text}");
}
