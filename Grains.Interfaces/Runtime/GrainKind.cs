using Orleans.GrainReferences;

namespace Whisper.Runtime;

/// <summary>
/// References to the grains of one interface. The factory looks for the interface's types by reflection with each reference; here they are looked up once.
/// </summary>
internal sealed class GrainKind<TGrain>(Func<TGrain> any, GrainReferenceActivator references)
    where TGrain : class, IAddressable
{
    private GrainReference? _model;

    /// <summary>The grain with this key.</summary>
    public TGrain Of(IdSpan key)
    {
        var model = _model ??= (GrainReference)(object)any();
        return (TGrain)(object)references.CreateReference(GrainId.Create(model.GrainId.Type, key), model.InterfaceType);
    }
}
