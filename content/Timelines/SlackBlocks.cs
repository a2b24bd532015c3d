using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Timelines;

/// <summary>The words in the <c>blocks</c> of a Slack message, as <see cref="SlackMarkup"/> reads them.</summary>
/// <remarks>
/// Shape: "Blocks" and "Rich text block" (https://api.slack.com/reference/block-kit/blocks): each block has texts, fields or elements,
/// and these may have elements again.
/// </remarks>
internal static class SlackBlocks
{
    private const int MaxItems = 200;
    private const int MaxDepth = 12;

    // csharpier-ignore
    private static readonly string[] Nested =
        ["title", "text", "fields", "elements", "label", "hint", "description", "alt_text", "accessory", "rows"];

    // Buttons and menus are no words of a message.
    private static readonly HashSet<string> Controls =
    [
        "actions",
        "button",
        "static_select",
        "external_select",
        "users_select",
        "overflow",
        "datepicker",
        "timepicker",
        "checkboxes",
        "radio_buttons",
        "plain_text_input",
        "input",
        "image_element",
    ];

    /// <summary>One text for each block that has words.</summary>
    /// <param name="withRichText">Whether what people write in the editor is taken: it stands in the text of the message, too.</param>
    public static IEnumerable<string> TextsIn(JsonElement holder, bool withRichText) =>
        Items(holder, "blocks")
            .Where(b => withRichText || TypeOf(b) != "rich_text")
            .Select(b =>
            {
                var text = new StringBuilder();
                Append(b, text, 0);
                return text.ToString().Trim();
            })
            .Where(t => t.Length > 0);

    /// <summary>The older form of a list of names with values.</summary>
    public static IEnumerable<string> FieldsOf(JsonElement attachment) =>
        Items(attachment, "fields")
            .Select(f => string.Join(": ", new[] { Text(f, "title"), Text(f, "value") }.Where(t => !string.IsNullOrEmpty(t))))
            .Where(t => t.Length > 0);

    private static void Append(JsonElement element, StringBuilder text, int depth)
    {
        if (depth > MaxDepth)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray().Take(MaxItems))
                Append(item, text, depth + 1);
            return;
        }
        if (element.ValueKind == JsonValueKind.String)
        {
            text.Append(element.GetString());
            return;
        }
        if (element.ValueKind != JsonValueKind.Object || Controls.Contains(TypeOf(element)))
            return;
        switch (TypeOf(element))
        {
            case "user":
                text.Append("<@").Append(Text(element, "user_id")).Append('>');
                break;
            case "usergroup":
                text.Append("<!subteam^").Append(Text(element, "usergroup_id")).Append('>');
                break;
            case "channel":
                text.Append("<#").Append(Text(element, "channel_id")).Append('>');
                break;
            case "broadcast":
                text.Append('@').Append(Text(element, "range"));
                break;
            case "emoji":
                text.Append(':').Append(Text(element, "name")).Append(':');
                break;
            case "date":
                text.Append(Text(element, "fallback"));
                break;
            case "link":
                text.Append(Text(element, "text") is { Length: > 0 } shown ? $"<{Text(element, "url")}|{shown}>" : Text(element, "url"));
                break;
            case var type:
                foreach (var name in Nested)
                    if (element.TryGetProperty(name, out var inner))
                        Append(inner, text, depth + 1);
                // A run of text ends where the next begins; all else is a line of its own.
                if (type != "text" && text.Length > 0 && text[^1] != '\n')
                    text.Append('\n');
                break;
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement holder, string property) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Take(MaxItems).Where(i => i.ValueKind == JsonValueKind.Object)
            : [];

    private static string TypeOf(JsonElement element) => Text(element, "type") ?? "";

    private static string? Text(JsonElement holder, string property) =>
        holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
