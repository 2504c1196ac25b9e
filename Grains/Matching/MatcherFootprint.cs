namespace Whisper.Grains.Matching;

/// <summary>What a matcher keeps. None of it names an interest.</summary>
/// <param name="Slots">Places for tickets.</param>
/// <param name="FreeSlots">Those of them that are free.</param>
/// <param name="Interests">Different interests in use.</param>
/// <param name="ExactLists">Different sets that can be found.</param>
/// <param name="Nodes">Places in the subset index, 2^n - 1 for a ticket with n interests.</param>
/// <param name="FreeNodes">Those of them that are free.</param>
/// <param name="SubsetLists">Different subsets that can be found.</param>
internal readonly record struct MatcherFootprint(int Slots, int FreeSlots, int Interests, int ExactLists, int Nodes, int FreeNodes, int SubsetLists);
