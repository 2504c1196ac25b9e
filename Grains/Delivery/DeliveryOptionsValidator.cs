using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Grains.Delivery;

/// <summary>Lists everything that is wrong with <see cref="DeliveryOptions"/>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) => new OptionChecks(DeliveryOptions.Section)
        .Range(nameof(options.BatchSize), options.BatchSize, 1, 4096)
        .Result();
}
