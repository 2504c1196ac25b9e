namespace Whisper.Grains.Runtime;

/// <summary>A grain's durable state: one immutable value, replaced by compare-and-set.</summary>
internal interface IRecord<T>
{
    /// <summary>What was last stored.</summary>
    T Value { get; }

    /// <summary>
    /// Stores the next value, and only then makes it the present one. Throws, with the present value unchanged, when the
    /// store is down or another activation has written.
    /// </summary>
    Task Save(T next);

    /// <summary>Reads again what is stored: another activation may have written since.</summary>
    Task Refresh();

    /// <summary>Removes the record; the value is new again. Throws when the store is down, and the activation ends all the same.</summary>
    Task Clear();
}
