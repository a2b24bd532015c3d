using Knowledge.Tests.Folders.Cyclic.First;

namespace Knowledge.Tests.Folders.Cyclic.Second;

/// <summary>The other half of a cycle that <see cref="FolderCycleTests"/> must find.</summary>
internal sealed class UsedBack
{
    public static int Count(object value) => value is Uses uses ? uses.Of.Count : 0;
}
