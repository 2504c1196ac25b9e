using Whisper.Fuzz.Model;

namespace Whisper.Fuzz.Playing;

/// <summary>Compares what a gateway did with what it had to do.</summary>
internal static class Judge
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Explain(Script script, Prediction prediction, Transcript transcript, Tolerance tolerance)
    {
        var isRight = AnswersAreRight(prediction, transcript, tolerance) && PongsAreRight(script, prediction, transcript, tolerance) && CodeIsRight(script, prediction, transcript, tolerance);
        return isRight ? null : $"Predicted {prediction}, got {transcript}.";
    }

    private static bool AnswersAreRight(Prediction prediction, Transcript transcript, Tolerance tolerance) =>
        IsBroken(prediction, transcript) && tolerance.HasFlag(Tolerance.LosesAnswersBeforeAViolation)
            ? prediction.Answers.Take(transcript.Answers.Count).SequenceEqual(transcript.Answers)
            : prediction.Answers.SequenceEqual(transcript.Answers);

    // RFC 6455, 5.5.3: of several pings the last one at least is answered, of a connection that ends perhaps none
    private static bool PongsAreRight(Script script, Prediction prediction, Transcript transcript, Tolerance tolerance)
    {
        // who judges a text late answers the pings within it first
        var isLate = tolerance.HasFlag(Tolerance.JudgesTextLate) && prediction.Codes.Contains(Rfc6455.NotUtf8);
        using var pings = (isLate ? Rfc6455.Predict(script.Stream, looksInside: false) : prediction).Pings.GetEnumerator();
        foreach (var pong in transcript.Pongs)
        {
            do
            {
                if (!pings.MoveNext())
                {
                    return false;
                }
            }
            while (pings.Current != pong);
        }

        return prediction.Ending == Ending.ClosedByClient || IsBroken(prediction, transcript) || prediction.Pings.Count == 0 || transcript.Pongs is [.., var last] && last == prediction.Pings[^1];
    }

    // what is not finished may be closed for what is wrong with it already
    private static bool IsBroken(Prediction prediction, Transcript transcript) =>
        prediction.Ending == Ending.Broken || (prediction.Ending == Ending.Unfinished && transcript.Code is not null);

    private static bool CodeIsRight(Script script, Prediction prediction, Transcript transcript, Tolerance tolerance)
    {
        switch (prediction.Ending)
        {
            case Ending.Open:
                return transcript.Code is 0 or 1000;
            case Ending.Unfinished:
                return transcript.Code is null || prediction.Codes.Contains(transcript.Code.Value) || OvertakenBy(script, transcript, tolerance);
            default:
                return transcript.Code is { } code && (prediction.Codes.Contains(code) || OvertakenBy(script, transcript, tolerance));
        }
    }

    private static bool OvertakenBy(Script script, Transcript transcript, Tolerance tolerance) =>
        tolerance.HasFlag(Tolerance.HeadersFirst) && transcript.Code is { } code && Rfc6455.Predict(script.Stream, looksInside: false).Codes.Contains(code);
}
