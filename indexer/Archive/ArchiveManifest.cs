using System.Text.Json;
using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Archive;

/// <summary>What an archive says of itself, in a file beside its index.</summary>
/// <param name="Format">Of the index; one of another format is built anew.</param>
/// <param name="System">Where its pages come from, such as <c>jira</c>.</param>
/// <param name="Built">When it was last written to.</param>
/// <param name="IsComplete">Whether the last build came to its end.</param>
/// <param name="KeepDays">How old a page may get, in days; null for no limit.</param>
public sealed record ArchiveManifest(int Format, string System, DateTimeOffset Built, long Sections, bool IsComplete, int? KeepDays = null)
{
    /// <summary>Of the index that this program writes and reads; another tokenizer or field makes another one.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    private const string FileName = "manifest.json";
    private const int MaxBytes = 64 * 1024;

    public static string PathIn(string directory) => Path.Combine(directory, FileName);

    /// <summary>Null when the directory has none.</summary>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public static ArchiveManifest? Read(string directory)
    {
        var path = PathIn(directory);
        try
        {
            if (!File.Exists(path))
                return null;
            if (new FileInfo(path).Length > MaxBytes)
                throw new ArchiveException($"'{path}' is no manifest of an archive: it has more than {MaxBytes:N0} bytes");
            return JsonSerializer.Deserialize<ArchiveManifest>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException)
        {
            throw new ArchiveException($"'{path}' is no manifest of an archive");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"'{path}' cannot be read ({e.GetType().Name})");
        }
    }

    /// <summary>Replaces the one that is there, as a whole.</summary>
    public void Write(string directory)
    {
        var path = PathIn(directory);
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>An archive that cannot be read or written: one line for the person who asked for it.</summary>
public sealed class ArchiveException(string message) : Exception(message);
