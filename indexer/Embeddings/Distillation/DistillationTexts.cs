using System.Text.Json;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>Passages out of text files: what the words of the table are to be learned from.</summary>
internal static partial class DistillationTexts
{
    /// <summary>Reads a file: one passage a line, or JSON lines with a <c>text</c> and maybe a <c>title</c> that stands above it.</summary>
    /// <exception cref="InvalidDataException">A line begins like JSON and is none, or has no text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> Read(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var passage = line.StartsWith('{') ? FromJson(line, $"{file}:{number}") : line;
            if (Space().Replace(passage, " ").Trim() is { Length: > 0 } text)
                yield return text;
        }
    }

    private static string FromJson(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{place}: there is no \"text\"");
            return
                document.RootElement.TryGetProperty("title", out var title)
                && title.ValueKind == JsonValueKind.String
                && title.GetString() is { Length: > 0 } above
                ? $"{above}. {text.GetString()}"
                : text.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{place}: is not JSON: {e.Message}");
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
