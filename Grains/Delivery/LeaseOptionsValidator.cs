using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Grains.Delivery;

/// <summary>Lists everything that is wrong with <see cref="LeaseOptions"/>.</summary>
internal sealed class LeaseOptionsValidator : IValidateOptions<LeaseOptions>
{
    public ValidateOptionsResult Validate(string? name, LeaseOptions options) => new OptionChecks(LeaseOptions.Section)
        .Range(nameof(options.Duration), options.Duration, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5))
        .Result();
}
