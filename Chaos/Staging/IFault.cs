using Whisper.Chaos.Checking;

namespace Whisper.Chaos.Staging;

/// <summary>A row of the table: something that goes wrong, and what must hold nevertheless.</summary>
internal interface IFault
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What happens, as the table says it.</summary>
    string Title { get; }

    /// <summary>What the checker allows.</summary>
    CheckRules Rules => new();

    /// <summary>How long chats are measured right before it.</summary>
    /// <param name="times">Those of the row.</param>
    TimeSpan Baseline(RowTimes times) => times.Baseline;

    /// <summary>Brings in people of its own, before the fault.</summary>
    Task Prepare(Stage stage) => Task.CompletedTask;

    /// <summary>Does it, and waits until the cluster is whole again.</summary>
    Task Run(Stage stage);

    /// <summary>What is demanded of the figures.</summary>
    IEnumerable<Criterion> Judge(Figures figures);
}
