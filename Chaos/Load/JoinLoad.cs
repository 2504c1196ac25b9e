using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Load;

/// <summary>
/// New people at a fixed rate: most choose one of a few popular sets and meet at once, some share but one interest with
/// others and meet in the second tier, some choose what nobody else does and are told so after 30 s.
/// </summary>
internal sealed class JoinLoad(Crowd crowd, LoadPlan plan)
{
    private const int PopularSets = 16;
    private const int CommonWords = 12;
    private const double Popular = 0.6;
    private const double Alone = 0.9;

    private readonly Random _random = new(7);
    private long _step;
    private long _next;
    private double _reports;
    private int _made;
    private bool _quiet;

    /// <summary>How many are there.</summary>
    public int Present { get; private set; }

    /// <summary>From now on they come.</summary>
    public void Open()
    {
        _step = (long)(1_000_000 / plan.JoinsPerSecond);
        _next = Clock.Now;
        crowd.Loop.At(_next, Come);
    }

    /// <summary>From now on nobody comes.</summary>
    public void Hush() => _quiet = true;

    private void Come()
    {
        for (; !_quiet && _next <= Clock.Now; _next += _step)
        {
            Present++;
            _made++;
            crowd.Add("join", new Joiner(crowd.Loop, Interests(), Reports(), () => Present--));
        }

        if (!_quiet)
        {
            crowd.Loop.At(_next, Come);
        }
    }

    private string[] Interests()
    {
        var choice = _random.NextDouble();
        if (choice < Popular)
        {
            var set = _random.Next(PopularSets);
            return [$"popular {crowd.Tag} {set}", $"famous {crowd.Tag} {set}"];
        }

        return choice < Alone ? [$"common {crowd.Tag} {_random.Next(CommonWords)}", $"rare {crowd.Tag} {_made}"] : [$"rare {crowd.Tag} {_made}", $"odd {crowd.Tag} {_made}"];
    }

    // so many of those who come that the rate is kept, if each of them meets somebody
    private bool Reports()
    {
        _reports += plan.ReportsPerSecond / plan.JoinsPerSecond;
        if (_reports < 1)
        {
            return false;
        }

        _reports--;
        return true;
    }
}
