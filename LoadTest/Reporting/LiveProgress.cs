using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Whisper.LoadTest.Reporting;

/// <summary>A bar for the phase and a table of what the last second brought, for people who watch.</summary>
internal sealed class LiveProgress : Progress
{
    private const int BarWidth = 30;
    private const double Mebi = 1 << 20;

    private static readonly (string Name, Func<Sample, double> Value, string Format)[] Shown =
    [
        ("online", sample => Of(sample, "online"), "N0"), ("searching", sample => Of(sample, "searching"), "N0"), ("chatting", sample => Of(sample, "chatting"), "N0"),
        ("connects/s", sample => Of(sample, "openedPerSecond"), "N0"), ("resumes/s", sample => Of(sample, "resumedPerSecond"), "N0"),
        ("searches/s", sample => Of(sample, "searchesPerSecond"), "N0"), ("matches/s", sample => Of(sample, "matchedPerSecond") / 2, "N0"),
        ("messages/s", sample => Of(sample, "receivedPerSecond"), "N0"), ("message median, ms", sample => Of(sample, "message.p50"), "F1"), ("message p99, ms", sample => Of(sample, "message.p99"), "F1"),
        ("connect p99, ms", sample => Of(sample, "connect.p99"), "F1"), ("exact match p99, ms", sample => Of(sample, "decision.p99"), "F1"),
        ("servers, cores", sample => ServerCores(sample), "F2"), ("clients, cores", sample => Of(sample, "client.cpu"), "F2"),
        ("servers, MiB", sample => sample.Values.Where(value => value.Key.StartsWith("server.", StringComparison.Ordinal) && value.Key.EndsWith(".rss", StringComparison.Ordinal)).Sum(value => value.Value) / Mebi, "N0"),
        ("clients, MiB", sample => Of(sample, "client.rss") / Mebi, "N0"), ("kernel, MiB", sample => (Of(sample, "kernel.slab") + Of(sample, "kernel.tcpBuffers")) / Mebi, "N0"),
        ("errors/s", sample => Of(sample, "errorsPerSecond"), "N0"), ("drops/s", sample => Of(sample, "dropsPerSecond"), "N0"), ("failed connects/s", sample => Of(sample, "connectFailuresPerSecond"), "N0"),
    ];

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _live;
    private LiveDisplayContext? _context;
    private string _phase = "starting";
    private Goal? _goal;
    private double _since;
    private double _second;

    /// <summary>Takes the console over.</summary>
    public LiveProgress(IAnsiConsole console) => _live = console.Live(new Text("starting …")).StartAsync(async context =>
    {
        _context = context;
        await _over.Task;
    });

    /// <inheritdoc />
    public override void Phase(string name, Goal? goal) => (_phase, _goal, _since) = (name, goal, _second);

    /// <inheritdoc />
    public override void Show(Sample sample)
    {
        _second = sample.Second;
        _context?.UpdateTarget(Render(sample));
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        await _live;
        await base.DisposeAsync();
    }

    private Rows Render(Sample sample)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        var half = (Shown.Length + 1) / 2;
        for (var i = 0; i < half; i++)
        {
            table.AddRow([.. Cells(Shown[i], sample), .. i + half < Shown.Length ? Cells(Shown[i + half], sample) : []]);
        }

        return new Rows(new Markup($"{sample.Second,5:F0} s  [bold]{Markup.Escape(_phase)}[/]  {Bar(sample)}"), table);
    }

    private string Bar(Sample sample)
    {
        if (_goal is not { Amount: > 0 } goal)
        {
            return "";
        }

        var done = Math.Clamp((goal.Figure is { } figure ? Of(sample, figure) : sample.Second - _since) / goal.Amount, 0, 1);
        var filled = (int)(done * BarWidth);
        return string.Create(CultureInfo.InvariantCulture, $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {done:P0}");
    }

    private static IEnumerable<IRenderable> Cells((string Name, Func<Sample, double> Value, string Format) row, Sample sample) =>
        [new Text($"  {row.Name}", new Style(Color.Grey)), new Text(row.Value(sample).ToString(row.Format, CultureInfo.InvariantCulture))];

    private static double Of(Sample sample, string name) => sample.Values.GetValueOrDefault(name);
}
