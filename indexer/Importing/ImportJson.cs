using System.Text.Json;

namespace Knowledge.Indexer.Importing;

/// <summary>A JSON file of strangers as a whole: bounded in size and depth.</summary>
internal static class ImportJson
{
    /// <exception cref="ImportException">It is too large, too deep or not complete.</exception>
    public static JsonDocument Read(string file, string text, ImportLimits limits)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = limits.MaxJsonDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new ImportException(e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                ? $"'{file}' is nested deeper than {limits.MaxJsonDepth} levels; that is no export"
                : $"'{file}' is no complete JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}); it may have been cut off, export it again");
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, as only UTF-16 can hold it.
            throw new ImportException($"'{file}' is no valid text; export it again as UTF-8");
        }
    }
}
