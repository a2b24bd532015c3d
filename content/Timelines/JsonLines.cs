using System.Text.Json;

namespace Knowledge.Content.Timelines;

/// <summary>Where the messages of a JSON file stand in it.</summary>
public static class JsonLines
{
    /// <summary>The 1-based line on which each item of the outermost list begins.</summary>
    /// <param name="json">Valid JSON in UTF-8.</param>
    public static IReadOnlyList<int> Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new() { MaxDepth = ChatReader.MaxJsonDepth, AllowTrailingCommas = true });
        var lines = new List<int>();
        var (line, at, listDepth) = (1, 0, -1);
        while (reader.Read())
        {
            if (listDepth < 0 && reader.TokenType == JsonTokenType.StartArray)
                listDepth = reader.CurrentDepth;
            else if (listDepth >= 0 && reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == listDepth)
                break;
            else if (
                listDepth >= 0
                && reader.CurrentDepth == listDepth + 1
                && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)
            )
            {
                line += json[at..(int)reader.TokenStartIndex].Count((byte)'\n');
                at = (int)reader.TokenStartIndex;
                lines.Add(line);
            }
        }
        return lines;
    }
}
