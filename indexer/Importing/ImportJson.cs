using System.Text;
using System.Text.Json;

namespace Knowledge.Indexer.Importing;

/// <summary>A JSON file of strangers as a whole: bounded in size, depth and number of values.</summary>
internal static class ImportJson
{
    /// <exception cref="ImportException">It is too large, too deep or not complete.</exception>
    public static JsonDocument Read(string file, string text, ImportLimits limits)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            // A document keeps a dozen bytes for each value, and a value may be as short as two characters; they are counted before
            // it is made.
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = limits.MaxJsonDepth });
            for (var values = 0; reader.Read(); )
                if (++values > limits.MaxJsonValues)
                    throw new ImportException($"'{file}' holds more than {limits.MaxJsonValues:N0} values; export fewer items at a time");
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = limits.MaxJsonDepth });
        }
        catch (JsonException e)
        {
            throw new ImportException(
                e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                    ? $"'{file}' is nested deeper than {limits.MaxJsonDepth} levels; that is no export"
                    : $"'{file}' is no complete JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}); it may have been "
                        + $"cut off, export it again"
            );
        }
    }
}
