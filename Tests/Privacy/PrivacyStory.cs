using Xunit;

namespace Whisper.Tests.Privacy;

/// <summary>What people do in the privacy test.</summary>
internal static class PrivacyStory
{
    /// <summary>Everything that is refused, with a canary in it.</summary>
    public static async Task Mistakes(Uri url, Canaries canaries)
    {
        using var chatter = await Chatter.Connect(url, canaries, resume: canaries.BadFrame);
        await chatter.SendText(canaries.BadFrame);
        await chatter.ExpectError("bad_frame");
        await chatter.SendText($$"""{"type":"{{canaries.BadFrame}}"}""");
        await chatter.ExpectError("unknown_type");
        await chatter.SendText($$"""{"type":"find_match","interests":"{{canaries.BadFrame}}"}""");
        await chatter.ExpectError("bad_frame");
        await chatter.Send(new { type = "find_match", interests = new[] { canaries.BadInterest + "$", canaries.BadInterest } });
        await chatter.ExpectError("invalid_interests");
        await chatter.Send(new { type = "message", n = 1, text = canaries.Refused });
        await chatter.ExpectError("invalid_state");
        await chatter.Send(new { type = "find_match", interests = new[] { canaries.Interest, "chess", "go" } });
        await chatter.Expect("searching");
        await chatter.Send(new { type = "cancel_match" });
        await chatter.Expect("match_cancelled");
    }

    /// <summary>A chat with all that can happen in one; returns the case of the report. <paramref name="meanwhile"/> must end it.</summary>
    public static async Task<string> ChatWithReport(Uri url, Canaries canaries, Func<string, Task> meanwhile)
    {
        using var ada = await Chatter.Connect(url, canaries);
        using var bob = await Chatter.Connect(url, canaries);
        await Meet(ada, bob, canaries);

        await ada.Send(new { type = "typing", on = true });
        await ada.Send(new { type = "message", n = 1, text = $"{canaries.Message} hello" });
        var message = await bob.Expect("message");
        await bob.Send(new { type = "ack", n = 1 });
        await ada.Expect("delivered");
        await ada.Send(new { type = "message", n = 5, text = canaries.Refused });
        await ada.ExpectError("message_gap");
        await ada.Send(new { type = "message", n = 2, text = canaries.Refused + new string('x', 2_000) });
        await ada.ExpectError("message_too_long");
        await ada.Send(new { type = "message", n = 2, text = $"a {canaries.Blocked} b" });
        await ada.ExpectError("content_blocked");

        bob.Drop();
        await ada.Expect("partner");
        using var again = await Chatter.Connect(url, canaries, bob.Token);
        await ada.Expect("partner");

        object Evidence(string text) => new
        {
            n = 1,
            text,
            at = message.GetProperty("at").GetInt64(),
            mac = message.GetProperty("mac").GetString(),
        };
        await again.Send(new { type = "report", reason = "other", note = canaries.Refused, evidence = new[] { Evidence(canaries.Refused) } });
        await again.Expect("error");
        await again.Send(new { type = "report", reason = "harassment", note = canaries.Note, evidence = new[] { Evidence(message.GetProperty("text").GetString()!) } });
        var caseId = (await again.Expect("reported")).GetProperty("case").GetString()!;

        await meanwhile(caseId);
        Assert.Equal(4403, await ada.ExpectClose());
        await again.Expect("chat_ended");
        await again.Send(new { type = "block" });
        return caseId;
    }

    /// <summary>A report that cannot be stored.</summary>
    public static async Task ReportIntoABrokenStore(Uri url, Canaries canaries, Action breakStore)
    {
        using var ada = await Chatter.Connect(url, canaries);
        using var bob = await Chatter.Connect(url, canaries);
        await Meet(ada, bob, canaries);
        breakStore();
        await bob.Send(new { type = "report", reason = "other", note = canaries.LostNote });
        var error = await bob.Expect("error");
        Assert.Equal("report", error.GetProperty("re").GetString());
    }

    private static async Task Meet(Chatter ada, Chatter bob, Canaries canaries)
    {
        var interests = new[] { canaries.Interest, "chess" };
        await ada.Send(new { type = "find_match", interests });
        await ada.Expect("searching");
        await bob.Send(new { type = "find_match", interests });
        await ada.Expect("match_found");
        await bob.Expect("match_found");
    }
}
