using System.Buffers;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using MemoryPack;

namespace Knowledge.Indexer.Snapshots;

[MemoryPackable]
internal sealed partial record StoredFile(
    string Path,
    DateTime ModifiedUtc,
    long Length,
    string Hash,
    string? CatalogText,
    bool IsLocationTarget,
    IReadOnlyList<Document> Documents,
    IReadOnlyList<Finding> Findings,
    string? NotADocument,
    string HeadingsHash,
    IReadOnlyList<string>? VisibleTo
);

[MemoryPackable]
internal sealed partial record StoredFiles(string Source, IReadOnlyList<StoredFile> Files);

/// <param name="Bodies">Serialised <see cref="DocumentBody"/> of each document of a part's files, one after the other.</param>
/// <param name="Starts">Where each begins, and the end of the last.</param>
/// <param name="Texts">Of each file that holds documents.</param>
[MemoryPackable]
internal sealed partial record StoredBodies(byte[] Bodies, int[] Starts, IReadOnlyList<string?> Texts)
{
    public static StoredBodies Of(StoredFiles files, IReadOnlyList<string?> texts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var starts = new List<int> { 0 };
        foreach (var document in files.Files.SelectMany(f => f.Documents))
        {
            MemoryPackSerializer.Serialize(bytes, document.Body);
            starts.Add(bytes.WrittenCount);
        }
        return new(bytes.WrittenSpan.ToArray(), [.. starts], texts);
    }

    public DocumentBody? At(int number) =>
        MemoryPackSerializer.Deserialize<DocumentBody>(Bodies.AsSpan(Starts[number]..Starts[number + 1]));
}
