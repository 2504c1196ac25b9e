namespace Whisper.LoadTest.Engine;

/// <summary>How far a connection has come.</summary>
internal enum Stage : byte
{
    Closed,
    Connecting,
    Upgrading,
    Open,
}

/// <summary>All that is kept of a connection: 32 bytes, and buffers only while bytes are under way.</summary>
internal struct Connection
{
    public Chunk? In;
    public Chunk? Out;
    public int Descriptor;
    public int Server;
    public ushort Generation;

    /// <summary>What the server's close frame said, once there was one.</summary>
    public ushort Code;

    public Stage Stage;
    public bool IsFragmented;
    public Opcode FragmentsOf;
}
