namespace Whisper.Fuzz.Wire;

/// <summary>The opcodes of RFC 6455; 3 to 7 and 11 to 15 are reserved.</summary>
internal static class Opcodes
{
    public const int Continuation = 0x0;
    public const int Text = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;
}
