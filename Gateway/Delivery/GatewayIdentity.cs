namespace Whisper.Gateway.Delivery;

/// <summary>The random id under which the cluster knows this process.</summary>
internal sealed class GatewayIdentity
{
    /// <summary>Drawn at start.</summary>
    public Guid Id { get; } = Guid.NewGuid();
}
