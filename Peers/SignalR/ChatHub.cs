using Microsoft.AspNetCore.SignalR;
using Whisper.Peers.Shared;

namespace Whisper.Peers.SignalR;

/// <summary>The same job as hub methods; what whisper.v1 calls a frame's type is a method's name here.</summary>
internal sealed class ChatHub(Pairing pairing, IHubContext<ChatHub> hub) : Hub
{
    private static readonly object Key = new();

    private Chatter? Me => Context.Items.TryGetValue(Key, out var me) ? (Chatter?)me : null;

    private ISingleClientProxy? Partner => (Me?.Partner as Chatter)?.Client;

    [HubMethodName("find_match")]
    public async Task FindMatch(string[] interests)
    {
        var me = Me ?? new Chatter(hub.Clients.Client(Context.ConnectionId));
        Context.Items[Key] = me;
        if (pairing.Find(me, interests) is not { Partner: Chatter partner } match)
        {
            await me.Client.SendAsync("searching", 1);
            return;
        }

        await me.Client.SendAsync("match_found", match.Id, 1, match.Shared);
        await partner.Client.SendAsync("match_found", match.Id, 1, match.Shared);
    }

    [HubMethodName("cancel_match")]
    public Task CancelMatch() => Me is { } me && pairing.Cancel(me) ? me.Client.SendAsync("match_cancelled") : Task.CompletedTask;

    [HubMethodName("message")]
    public Task Message(int n, string text) =>
        Partner?.SendAsync("message", n, text, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) ?? Task.CompletedTask;

    [HubMethodName("ack")]
    public Task Ack(int n) => Partner?.SendAsync("delivered", n) ?? Task.CompletedTask;

    [HubMethodName("typing")]
    public Task Typing(bool on) => Partner?.SendAsync("typing", on) ?? Task.CompletedTask;

    [HubMethodName("leave")]
    public async Task Leave()
    {
        if (Me is not { } me || pairing.Part(me) is not Chatter partner)
            return;

        await me.Client.SendAsync("chat_ended", "you_left");
        await partner.Client.SendAsync("chat_ended", "partner_left");
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Me is not { } me)
            return;

        pairing.Cancel(me);
        if (pairing.Part(me) is Chatter partner)
            await partner.Client.SendAsync("chat_ended", "partner_lost");
    }
}
