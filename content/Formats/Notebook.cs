using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Formats;

/// <summary>A Jupyter notebook to Markdown: its text, its code in the notebook's language, and the words that code printed.</summary>
/// <remarks>Shape: "The Notebook file format", version 4, https://nbformat.readthedocs.io/en/latest/format_description.html.</remarks>
internal static class Notebook
{
    private const int MaxCells = 2_000;
    private const int MaxOutput = 4_000;

    /// <summary>Null when the text is no notebook of version 4.</summary>
    public static string? ToMarkdown(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 32 });
            if (
                document.RootElement is not { ValueKind: JsonValueKind.Object } notebook
                || !notebook.TryGetProperty("cells", out var cells)
                || cells.ValueKind != JsonValueKind.Array
            )
                return null;
            var language = LanguageOf(notebook);
            var page = new StringBuilder();
            foreach (var cell in cells.EnumerateArray().Take(MaxCells))
                if (cell.ValueKind == JsonValueKind.Object)
                    Write(cell, language, page);
            return page.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // The name of a field holds half of a surrogate pair.
            return null;
        }
    }

    private static void Write(JsonElement cell, string language, StringBuilder page)
    {
        var source = Text(cell, "source").TrimEnd('\n');
        if (source.Length == 0)
            return;
        switch (Text(cell, "cell_type"))
        {
            case "markdown":
                page.Append(source).Append("\n\n");
                break;
            case "code":
                Code(source, language, page);
                if (cell.TryGetProperty("outputs", out var outputs) && outputs.ValueKind == JsonValueKind.Array)
                    foreach (var output in outputs.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object))
                        if (Printed(output) is { Length: > 0 } printed)
                            Fenced(printed[..Math.Min(printed.Length, MaxOutput)], "text", page);
                break;
            case "raw":
                Fenced(source, "text", page);
                break;
        }
    }

    // `!df -h` and `%%bash` are typed into a shell.
    private static void Code(string source, string language, StringBuilder page)
    {
        var lines = source.Split('\n');
        if (lines[0].TrimEnd() is "%%bash" or "%%sh" or "%%script bash")
            Fenced(string.Join('\n', lines[1..]), "bash", page);
        else if (lines.All(l => l.StartsWith('!') || l.Trim().Length == 0))
            Fenced(string.Join('\n', lines.Select(l => l.TrimStart('!'))), "bash", page);
        else
            Fenced(source, language, page);
    }

    private static string Printed(JsonElement output) =>
        Text(output, "text") is { Length: > 0 } stream ? stream
        : output.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Text(data, "text/plain")
        : Text(output, "evalue");

    private static void Fenced(string text, string language, StringBuilder page)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        var fence = new string('`', Math.Max(3, longest + 1));
        page.Append(fence).Append(language).Append('\n').Append(text.Trim('\n')).Append('\n').Append(fence).Append("\n\n");
    }

    private static string LanguageOf(JsonElement notebook)
    {
        foreach (var (part, name) in new[] { ("kernelspec", "language"), ("language_info", "name") })
            if (
                notebook.TryGetProperty("metadata", out var metadata)
                && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty(part, out var about)
                && about.ValueKind == JsonValueKind.Object
                && Text(about, name) is { Length: > 0 and < 40 } language
                && language.All(char.IsLetterOrDigit)
            )
                return language;
        return "python";
    }

    private static string Text(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? Text(value)
        : value.ValueKind == JsonValueKind.Array
            ? string.Concat(value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(Text))
        : "";

    // Printed output is cut anywhere, also within a character.
    private static string Text(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
