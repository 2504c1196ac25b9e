using Microsoft.Extensions.Options;
using Whisper.Grains.Runtime;

namespace Whisper.Grains.Rooms;

/// <summary>Lists everything that is wrong with <see cref="RoomOptions"/>.</summary>
internal sealed class RoomOptionsValidator : IValidateOptions<RoomOptions>
{
    public ValidateOptionsResult Validate(string? name, RoomOptions options) => new Ranges("Whisper:Rooms")
        .Check(options.MaxUndelivered, 1, 1000)
        .Check(options.Linger, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Result;
}
