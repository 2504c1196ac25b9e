using Whisper.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Contract;

/// <summary>
/// Silos and gateways of two versions talk to each other during an upgrade, and state that one version wrote is read by the
/// next. So the names, ids and types of the contract are frozen; a change must be seen in a review.
/// </summary>
public sealed class ContractSnapshotTests
{
    private const string Advice =
        "The cluster contract has changed. Adding a member with a new id or a method with a new alias is safe; renaming an alias, reusing an id or\n"
        + "changing a type breaks clusters that are being upgraded. If the change is meant, run `make docs` and commit the result.";

    [Fact]
    public void Contract_IsAsFrozen() => Repository.AssertFrozen(
        ContractSnapshot.Of(typeof(IUserSession).Assembly), Repository.PathOf("Tests", "Contract", "contract.snapshot.txt"), Advice);

    [Fact]
    public void EveryTypeAndMethod_HasAnAliasOfItsOwn()
    {
        Assert.Empty(ContractSnapshot.MissingAliases(typeof(IUserSession).Assembly));
        Assert.Empty(ContractSnapshot.RepeatedAliases(typeof(IUserSession).Assembly));
    }
}
