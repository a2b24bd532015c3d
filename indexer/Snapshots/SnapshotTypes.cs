using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using MemoryPack;

namespace Knowledge.Indexer.Snapshots;

/// <summary>The types that a snapshot is packed of, made known to MemoryPack before several threads ask for them.</summary>
/// <remarks>
/// MemoryPack marks a type as registered before its formatter is there, so a second thread that needs it in that moment fails
/// (its issue 458): with 100,000 sections some starts took a sound snapshot for a damaged one, and read all files anew.
/// </remarks>
internal static class SnapshotTypes
{
    private static readonly Lazy<IReadOnlySet<Type>> Met = new(() =>
    {
        var met = new HashSet<Type>();
        Type[] roots = [typeof(StoredIndex), typeof(StoredVectors), typeof(StoredFiles), typeof(StoredBodies), typeof(DocumentBody)];
        foreach (var root in roots)
            Register(root, met);
        return met;
    });

    /// <summary>Registers all of them, by the thread that comes first; others wait.</summary>
    /// <returns>All of them.</returns>
    public static IReadOnlySet<Type> Register() => Met.Value;

    private static void Register(Type type, HashSet<Type> met)
    {
        if (type.GetElementType() is { } element)
            Register(element, met);
        foreach (var argument in type.GenericTypeArguments)
            Register(argument, met);
        if (!typeof(IMemoryPackFormatterRegister).IsAssignableFrom(type) || !met.Add(type))
            return;
        RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        foreach (var property in type.GetProperties())
            Register(property.PropertyType, met);
    }
}
