namespace Whisper.Gateway.Protocol;

// The fields of client frames that have any, but for those of which a chat has many (ChatFields). A missing or null required field makes a frame bad; unknown fields are ignored.

/// <summary><c>hello</c></summary>
internal sealed class HelloFrame
{
    /// <summary>The resume token of the session to take up again.</summary>
    public string? Resume { get; init; }

    /// <summary>Highest partner message shown.</summary>
    public long? Received { get; init; }
}

/// <summary><c>find_match</c></summary>
internal sealed class FindMatchFrame
{
    /// <summary>As the person wrote them.</summary>
    public required IReadOnlyList<string?> Interests { get; init; }
}

/// <summary><c>report</c></summary>
internal sealed class ReportFrame
{
    /// <summary>One of the protocol's reasons.</summary>
    public required string Reason { get; init; }

    /// <summary>The reporter's words.</summary>
    public string? Note { get; init; }

    /// <summary>Messages of the partner.</summary>
    public IReadOnlyList<EvidenceItem?>? Evidence { get; init; }
}

/// <summary>One message of a report's evidence.</summary>
internal sealed class EvidenceItem
{
    /// <summary>The message's number.</summary>
    public required long N { get; init; }

    /// <summary>The message's text.</summary>
    public required string Text { get; init; }

    /// <summary>When it was sent, in Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>The server's seal.</summary>
    public required string Mac { get; init; }
}
