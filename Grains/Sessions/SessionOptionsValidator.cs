using Microsoft.Extensions.Options;
using Whisper.Grains.Runtime;

namespace Whisper.Grains.Sessions;

/// <summary>Lists everything that is wrong with <see cref="SessionOptions"/>.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => new Ranges("Whisper:Sessions")
        .Check(options.Grace, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
        .Check(options.RematchAfter, TimeSpan.Zero, TimeSpan.FromHours(1))
        .Check(options.ReportWindow, TimeSpan.Zero, TimeSpan.FromHours(1))
        .Check(options.ReservationLease, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Check(options.MaxBlocks, 1, 1000)
        .Result;
}
