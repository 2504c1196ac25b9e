using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>What is demanded where people lose their gateway.</summary>
internal static class Resumes
{
    public static IEnumerable<Criterion> Demanded(Figures figures) =>
    [
        Criterion.Holds("resumed", figures.Lost > 0 && figures.Resumed == figures.Lost, $"{figures.Resumed} of {figures.Lost}"),
        Criterion.Below("resume, 95th percentile", figures.ResumeP95, TimeSpan.FromSeconds(5)),
    ];
}
