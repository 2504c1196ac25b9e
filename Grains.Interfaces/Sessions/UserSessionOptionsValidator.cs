using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Sessions;

/// <summary>Lists everything that is wrong with <see cref="UserSessionOptions"/>.</summary>
public sealed class UserSessionOptionsValidator : IValidateOptions<UserSessionOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, UserSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionChecks(UserSessionOptions.Section)
            .Range(nameof(options.Grace), options.Grace, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(4))
            .Range(nameof(options.RematchAfter), options.RematchAfter, TimeSpan.Zero, TimeSpan.FromHours(1))
            .Range(nameof(options.ReportWindow), options.ReportWindow, TimeSpan.Zero, TimeSpan.FromHours(1))
            .Range(nameof(options.ReservationLease), options.ReservationLease, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
            .Range(nameof(options.MaxBlocks), options.MaxBlocks, 1, 1000)
            .Result();
    }
}
