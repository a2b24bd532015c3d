using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Alerts;

/// <summary>A message as an incoming webhook and a slash command of Slack take it (Block Kit).</summary>
/// <param name="Text">For notifications and for readers of the screen.</param>
public sealed record SlackMessage(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("blocks")] IReadOnlyList<SlackBlock> Blocks
)
{
    public const int MaxTextCharacters = 300;

    /// <summary>Every section is within Slack's limits; one that says nothing and those beyond the limit are left out.</summary>
    public static SlackMessage Of(IEnumerable<SlackPart> text, IEnumerable<IEnumerable<SlackPart>> sections) =>
        new(
            SlackText.Of(text, MaxTextCharacters),
            [
                .. sections
                    .Select(s => SlackText.Of(s))
                    .Where(s => !string.IsNullOrWhiteSpace(s))
                    .Take(SlackText.MaxBlocks)
                    .Select(s => new SlackBlock("section", new("mrkdwn", s))),
            ]
        );
}

/// <summary>A block of a message.</summary>
public sealed record SlackBlock(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("text")] SlackBlock.Content Text
)
{
    public sealed record Content([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("text")] string Text);
}
