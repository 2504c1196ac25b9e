using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Grains.Rooms;

/// <summary>Lists everything that is wrong with <see cref="RoomOptions"/>.</summary>
internal sealed class RoomOptionsValidator : IValidateOptions<RoomOptions>
{
    public ValidateOptionsResult Validate(string? name, RoomOptions options) => new OptionChecks(RoomOptions.Section)
        .Range(nameof(options.MaxUndelivered), options.MaxUndelivered, 1, 1000)
        .Range(nameof(options.Linger), options.Linger, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Result();
}
