using System.Text.Json;
using System.Text.Json.Serialization;
using Knowledge.Api.Store;
using Knowledge.Indexer;

namespace Knowledge.Api.Backups;

/// <summary>What a backup says of itself, before everything else that is in it.</summary>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="Schema">Of the store.</param>
/// <param name="Identity">Of the store, as in <see cref="StoreMark"/>.</param>
/// <param name="Writes">How often the store had been written: the point up to which everything is in the backup.</param>
/// <param name="Files">In the order in which their bytes follow.</param>
public sealed record BackupManifest(
    string Program,
    DateTimeOffset Created,
    int Schema,
    string Identity,
    long Writes,
    IReadOnlyList<BackupEntry> Files
)
{
    public const int MaxBytes = 16 << 20;

    private const int MaxFiles = 50_000;
    private const long MaxFileBytes = 1L << 46;

    [JsonIgnore]
    public long TotalBytes => Files.Sum(f => f.Length);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Options);

    /// <exception cref="BackupException">It makes no sense, or is of a newer version.</exception>
    internal static BackupManifest Read(ReadOnlySpan<byte> bytes)
    {
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(bytes, ContractJson.Options);
        }
        catch (JsonException e)
        {
            throw new BackupException("it is damaged: what it says of itself cannot be read", e);
        }
        if (manifest is not { Files: not null, Identity: not null, Program: not null })
            throw new BackupException("it is damaged: what it says of itself is not all there");
        if (manifest.Schema > Migration.Latest)
            throw new BackupException(
                $"its store is of a newer version (schema {manifest.Schema}, this one knows {Migration.Latest}); use that version"
            );
        if (manifest.Files.Count > MaxFiles)
            throw new BackupException($"it holds {manifest.Files.Count:N0} files; at most {MaxFiles:N0} are read");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
            if (file is not { Name: not null, Sha256: not null } || !BackupContents.IsKept(file.Name))
                throw new BackupException($"it holds a file that belongs into no backup: '{Shown(file?.Name)}'");
            else if (file.Length is < 0 or > MaxFileBytes || !names.Add(file.Name))
                throw new BackupException($"it holds a file twice, or of a length that no file has: '{Shown(file.Name)}'");
        return names.Contains(BackupContents.Store) ? manifest : throw new BackupException("it holds no store");
    }

    // The name may be anything.
    private static string Shown(string? name) =>
        string.Concat((name ?? "").Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}

/// <param name="Name">Relative to the data directory, with forward slashes.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="Modified">When it was changed last.</param>
public sealed record BackupEntry(string Name, long Length, string Sha256, DateTimeOffset Modified);
