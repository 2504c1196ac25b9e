using System.Buffers.Binary;

namespace Whisper.LoadTest.Engine;

/// <summary>What arrives: the answer to the handshake, then frames.</summary>
internal sealed unsafe partial class Connections
{
    private void Read(int id, ushort generation, bool mayHaveEnded)
    {
        ref var connection = ref _all[id];
        while (true)
        {
            var kept = 0;
            if (connection.In is { } half)
            {
                kept = half.Count;
                half.Bytes.CopyTo(_buffer);
                connection.In = null;
                Return(half);
            }

            var room = Math.Min(ReadSize, _buffer.Length - kept);
            int count;
            fixed (byte* start = _buffer)
            {
                count = (int)Native.Receive(connection.Descriptor, start + kept, room, 0);
            }

            if (count <= 0)
            {
                if (count == 0 || Native.Error is not (Native.TryAgain or Native.Interrupted))
                {
                    End(id, connection.Code != 0 ? connection.Code : CloseCodes.Broken);
                }
                else if (kept > 0)
                {
                    (connection.In = Rent()).Add(_buffer.AsSpan(0, kept));
                }

                return;
            }

            BytesIn += count;
            var used = Take(id, generation, _buffer.AsSpan(0, kept + count));
            if (connection.Generation != generation || connection.Stage == Stage.Closed)
            {
                return;
            }

            if (used < kept + count)
            {
                (connection.In = Rent()).Add(_buffer.AsSpan(used, kept + count - used));
            }

            // less than there was room for: the kernel has no more, and tells when it has
            if (count < room && !mayHaveEnded)
            {
                return;
            }
        }
    }

    // How much of it was used; the connection may be gone, or another one, when this returns.
    private int Take(int id, ushort generation, Span<byte> arrived)
    {
        ref var connection = ref _all[id];
        var at = 0;
        if (connection.Stage == Stage.Upgrading)
        {
            at = _handshakes[connection.Server].Read(Tag(id, generation), arrived);
            if (at <= 0)
            {
                if (at < 0)
                {
                    End(id, at == -1 ? CloseCodes.ProtocolError : -at);
                }

                return 0;
            }

            connection.Stage = Stage.Open;
            _events.Opened(id);
        }

        while (connection.Generation == generation && connection.Stage == Stage.Open)
        {
            var whole = FrameHeader.TryRead(arrived[at..], out var header);
            if (whole == 0)
            {
                break;
            }

            if (whole < 0)
            {
                End(id, CloseCodes.ProtocolError);
                break;
            }

            var payload = arrived.Slice(at + header.Start, header.Length);
            at += header.Start + header.Length;
            Frame(id, header, payload);
        }

        return at;
    }

    private void Frame(int id, FrameHeader header, ReadOnlySpan<byte> payload)
    {
        ref var connection = ref _all[id];
        switch (header.Opcode)
        {
            case Opcode.Text or Opcode.Binary when header.IsFinal:
                _events.Received(id, header.Opcode, payload);
                break;
            case Opcode.Ping:
                PingsAnswered++;
                _control.Frame(payload, Opcode.Pong);
                Flush(id, _control);
                break;
            case Opcode.Close:
                connection.Code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : (ushort)CloseCodes.NoStatus;
                _control.Frame(payload.Length >= 2 ? payload[..2] : payload, Opcode.Close);
                Flush(id, _control);
                End(id, connection.Code);
                break;
            case Opcode.Text or Opcode.Binary or Opcode.Continuation:
                Fragment(id, header, payload);
                break;
        }
    }

    private void Fragment(int id, FrameHeader header, ReadOnlySpan<byte> payload)
    {
        ref var connection = ref _all[id];
        if (header.Opcode != Opcode.Continuation)
        {
            (connection.IsFragmented, connection.FragmentsOf) = (true, header.Opcode);
        }

        if (!connection.IsFragmented || (_fragments.TryGetValue(id, out var whole) && whole.Count + payload.Length > FrameHeader.MostBytes))
        {
            End(id, CloseCodes.ProtocolError);
            return;
        }

        if (whole is null)
        {
            _fragments.Add(id, whole = Rent());
        }

        whole.Add(payload);
        if (header.IsFinal)
        {
            _fragments.Remove(id);
            connection.IsFragmented = false;
            _events.Received(id, connection.FragmentsOf, whole.Bytes);
            Return(whole);
        }
    }
}
