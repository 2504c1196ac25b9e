using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>A kind of load: what the parent has happen, and what the people of a worker do.</summary>
internal abstract class Scenario
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>Fills in what was not asked for.</summary>
    public abstract LoadOptions Complete(LoadOptions options);

    /// <summary>The people's part.</summary>
    public abstract Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan);

    /// <summary>The parent's part.</summary>
    public abstract Task Run(Stage stage);
}
