using Knowledge.Tests.Folders.Cyclic.Second;

namespace Knowledge.Tests.Folders.Cyclic.First;

/// <summary>One half of a cycle that <see cref="FolderCycleTests"/> must find.</summary>
internal sealed record Uses(IReadOnlyList<UsedBack> Of);
