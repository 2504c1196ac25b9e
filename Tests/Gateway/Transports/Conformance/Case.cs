using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;

namespace Whisper.Tests.Gateway.Transports.Conformance;

/// <summary>What a client sends after the handshake, and what RFC 6455 and the protocol want to come of it.</summary>
internal sealed record Case(string Name, byte[] Bytes, Prediction Expected)
{
    public Case(string name, ClientFrame frame, Prediction expected)
        : this(name, frame.Encode(), expected)
    {
    }

    public Case(string name, ClientFrame[] frames, Prediction expected)
        : this(name, [.. frames.SelectMany(frame => frame.Encode())], expected)
    {
    }
}

/// <summary>What the tables are written with.</summary>
internal static class Say
{
    public static readonly ClientFrame JsonPing = ClientFrame.Text(Application.Ping);

    public static readonly Prediction Pong = Prediction.Stays(Application.Pong);

    public static readonly Prediction Error = Prediction.Stays(Application.Error);

    public static readonly Prediction Broken = Prediction.Closes(1002);

    /// <summary>It waits for more, and has answered nothing.</summary>
    public static readonly Prediction Waits = new(Ending.Unfinished);

    public static ClientFrame Text(byte[] payload, bool final = true) => new(Opcodes.Text, payload) { Final = final };

    public static ClientFrame Text(string payload, bool final = true) => ClientFrame.Text(payload) with { Final = final };

    public static ClientFrame More(string payload, bool final = false) => ClientFrame.Continuation(payload) with { Final = final };

    public static ClientFrame More(byte[] payload, bool final = false) => new(Opcodes.Continuation, payload) { Final = final };

    public static ClientFrame Ping(string payload) => ClientFrame.Ping(payload);

    public static ClientFrame Ping(byte[] payload) => new(Opcodes.Ping, payload);

    public static ClientFrame UnaskedPong(string payload) => ClientFrame.Pong(payload);

    public static ClientFrame Close(int code, string reason = "") => ClientFrame.Close(code, System.Text.Encoding.UTF8.GetBytes(reason));

    public static ClientFrame Close(byte[] payload) => new(Opcodes.Close, payload);
}
