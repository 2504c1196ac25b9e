namespace Whisper.Gateway.Connections;

/// <summary>What a connection is in, as the protocol's table of states has it.</summary>
internal enum ConnectionStatus : byte
{
    /// <summary>No hello yet.</summary>
    NotGreeted,

    /// <summary>Hello has come, welcome has not gone yet.</summary>
    Greeting,

    /// <summary>Doing nothing.</summary>
    Idle,

    /// <summary>Waiting for a partner.</summary>
    Searching,

    /// <summary>In a chat.</summary>
    Chatting,
}
