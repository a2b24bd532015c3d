using System.Text.Json;
using Knowledge.Content.Text;
using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>One JSON file of a model directory, read within limits; a field that is not what it must be is refused by name.</summary>
internal sealed class ModelFile
{
    // The longest seen are tokenizer_config.json files with every special token spelt out, some 10 KiB.
    private const int MaxFileBytes = 1 << 20;

    private const int MaxNesting = 16;

    private readonly JsonElement root;

    private ModelFile(string name, JsonElement root) => (Name, this.root) = (name, root);

    public string Name { get; }

    public static ModelFile Required(string directory, string name) =>
        Optional(directory, name) ?? throw new EncoderException(name, "file", "is missing");

    public static ModelFile? Optional(string directory, string name) => Parse(directory, name) is { } root ? Object(name, root) : null;

    /// <summary>A file that is a list of objects; empty if there is none.</summary>
    public static IReadOnlyList<ModelFile> List(string directory, string name) =>
        Parse(directory, name) is not { } root ? []
        : root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(item => Object(name, item))]
        : throw new EncoderException(name, "file", "is not a JSON list");

    /// <summary>The bytes of a file of the directory; null if there is none.</summary>
    public static byte[]? Read(string directory, string name, int largest)
    {
        try
        {
            var path = Path.Combine(directory, name);
            if (!Path.Exists(path))
                return null;
            // Asked of the open file: in a cache of Hugging Face the files are links, whose own length says nothing.
            using var file = PlainFile.Open(path);
            if (file.Length > largest)
                throw new EncoderException(name, "file", $"has {file.Length} bytes; {largest} is the most");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EncoderException(name, "file", $"cannot be read: {e.Message}");
        }
    }

    public EncoderException Refusal(string field, string reason) => new(Name, field, reason);

    /// <summary>
    /// A whole number from <paramref name="min"/> to <paramref name="max"/>; <paramref name="otherwise"/> where the field is
    /// absent or null, an error if there is none.
    /// </summary>
    public int Number(string field, int min, int max, int? otherwise = null)
    {
        if (Find(field) is not { } value)
            return otherwise ?? throw Refusal(field, "is missing");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Refusal(field, $"{Shown(value)} is not a whole number from {min} to {max}");
    }

    public double Fraction(string field, double otherwise) =>
        Find(field) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : throw Refusal(field, $"{Shown(value)} is not a number");

    public bool? Flag(string field) =>
        Find(field) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refusal(field, $"{Shown(value)} is not true or false");

    public string? Text(string field) => Find(field) is { } value ? Text(field, value) : null;

    public IReadOnlyList<string> Texts(string field) =>
        Find(field) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Text(field, item))]
        : throw Refusal(field, $"{Shown(value)} is not a list");

    public IReadOnlyDictionary<string, string> Named(string field)
    {
        if (Find(field) is not { } value)
            return new Dictionary<string, string>();
        if (value.ValueKind != JsonValueKind.Object)
            throw Refusal(field, $"{Shown(value)} is not an object");
        return value
            .EnumerateObject()
            .ToDictionary(property => NameOf(field, property), property => Text(field, property.Value), StringComparer.Ordinal);
    }

    /// <summary>The names of all fields of the file that begin so.</summary>
    public IEnumerable<string> FieldsFrom(string start) =>
        root.EnumerateObject().Select(property => NameOf("file", property)).Where(name => name.StartsWith(start, StringComparison.Ordinal));

    private static JsonElement? Parse(string directory, string name)
    {
        if (Read(directory, name, MaxFileBytes) is not { } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(
                bytes,
                new JsonDocumentOptions { MaxDepth = MaxNesting, AllowDuplicateProperties = false }
            );
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EncoderException(name, "file", $"is not JSON: {e.Message}");
        }
    }

    private static ModelFile Object(string name, JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
            ? new ModelFile(name, root)
            : throw new EncoderException(name, "file", "is not a JSON object");

    private JsonElement? Find(string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Text(string field, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refusal(field, $"{Shown(value)} is not a text");
        }
        catch (InvalidOperationException)
        {
            throw Refusal(field, "is not valid Unicode");
        }
    }

    private string NameOf(string field, JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Refusal(field, "has a name that is not valid Unicode");
        }
    }

    private static string Shown(JsonElement value) => Sentences.Truncate(value.GetRawText(), 40);
}
