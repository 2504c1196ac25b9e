using Orleans.CodeGeneration;

namespace Whisper.Delivery;

/// <summary>Calls of a method go into the cluster at one silo after the other. By themselves they keep to the one that was chosen for their grain, as long as it is there.</summary>
[InvokableCustomInitializer(nameof(IRequest.AddInvokeMethodOptions), InvokeMethodOptions.Unordered)]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AtEachInTurnAttribute : Attribute;
