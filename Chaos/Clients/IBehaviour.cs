namespace Whisper.Chaos.Clients;

/// <summary>What a person makes of what happens to them. Called on the clients' thread.</summary>
internal interface IBehaviour
{
    /// <summary>Greeted as somebody new, with nothing going on.</summary>
    void Arrived(Person person)
    {
    }

    /// <summary>A chat begins.</summary>
    void Met(Person person)
    {
    }

    /// <summary>A message of the partner was shown.</summary>
    void Read(Person person)
    {
    }

    /// <summary>The chat is over.</summary>
    void Parted(Person person)
    {
    }

    /// <summary>The search is over without a partner.</summary>
    void Alone(Person person)
    {
    }

    /// <summary>The report is stored, or given up.</summary>
    void Answered(Person person)
    {
    }

    /// <summary>The server has sent this person away for good.</summary>
    void Banished(Person person)
    {
    }
}
