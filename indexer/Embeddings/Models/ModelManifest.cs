using System.Text.Json;

namespace Knowledge.Indexer.Embeddings.Models;

/// <summary>A model that can be fetched: where it lies, and by which bytes it is known.</summary>
/// <param name="Address">Of its directory, with a slash at the end.</param>
internal sealed record ModelManifest(string Name, Uri Address, string Licence, IReadOnlyList<ModelManifest.File> Files)
{
    /// <param name="Path">Below the directory.</param>
    /// <param name="Sha256">Any of these; the first is that of the file at the address.</param>
    internal sealed record File(string Path, IReadOnlyList<string> Sha256);

    private static readonly Lazy<IReadOnlyList<ModelManifest>> Resource = new(() =>
    {
        using var stream = typeof(ModelManifest).Assembly.GetManifestResourceStream("models.json")!;
        return JsonSerializer.Deserialize<List<ModelManifest>>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>Those that this version knows.</summary>
    public static IReadOnlyList<ModelManifest> Known => Resource.Value;
}
