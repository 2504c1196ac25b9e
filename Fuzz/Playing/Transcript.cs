using System.Text.Json;
using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Playing;

/// <summary>What a server has said on one connection.</summary>
internal sealed class Transcript
{
    private readonly List<string> _answers = [];
    private readonly List<string> _pongs = [];

    /// <summary>The types of its text frames, in order. The number of people online is nobody's answer and is passed over.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>The payloads of its pongs, in order.</summary>
    public IReadOnlyList<string> Pongs => _pongs;

    /// <summary>The code of its close frame, 0 when that had none; null when there was no close frame.</summary>
    public int? Code { get; private set; }

    /// <summary>Takes a frame down; false when a server must not send it.</summary>
    public bool TryAdd(ServerFrame frame)
    {
        if (Code is not null)
        {
            return false;
        }

        switch (frame.Opcode)
        {
            case Opcodes.Text:
                using (var document = JsonDocument.Parse(frame.Payload))
                {
                    var type = document.RootElement.GetProperty("type").GetString()!;
                    if (type != "online")
                    {
                        _answers.Add(type);
                    }
                }

                break;
            case Opcodes.Pong:
                _pongs.Add(Printable.Of(frame.Payload));
                break;
            case Opcodes.Close:
                Code = frame.CloseCode;
                break;
        }

        return true;
    }

    /// <summary>Whether all that was predicted to come before the end has come.</summary>
    public bool Has(Prediction prediction) =>
        _answers.Count >= prediction.Answers.Count && (prediction.Pings.Count == 0 || (_pongs.Count > 0 && _pongs[^1] == prediction.Pings[^1]));

    public override string ToString() => $"code {Code?.ToString(provider: null) ?? "none"} after [{string.Join(", ", _answers)}], pongs [{string.Join(", ", _pongs)}]";
}
