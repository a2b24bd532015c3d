using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Alerts;

/// <summary>Text as Slack reads it, within its limits whatever goes in.</summary>
/// <remarks>
/// api.slack.com, "Formatting text for app surfaces" and "Block Kit": a section holds 3,000 characters, a message 50 blocks.
/// </remarks>
public static class SlackText
{
    public const int MaxSectionCharacters = 3_000;
    public const int MaxBlocks = 50;

    // Room for what closes a code block that is cut.
    private const int Cut = MaxSectionCharacters - 10;

    /// <summary>Sections as blocks of a message, for JSON.</summary>
    public static IReadOnlyList<object> Blocks(IEnumerable<string> sections) =>
        [
            .. sections
                .Where(s => !string.IsNullOrWhiteSpace(s))
                .Take(MaxBlocks)
                .Select(s => (object)new { type = "section", text = new { type = "mrkdwn", text = Fitted(s) } }),
        ];

    /// <summary>Only these three characters mean something to Slack: a mention or a link of a stranger becomes text.</summary>
    public static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Link(Uri root, string url, string text) =>
        $"<{new Uri(root, url)}|{Escaped(text).Replace("|", "/", StringComparison.Ordinal)}>";

    public static string Code(string command) => $"```{Escaped(command).Replace("```", "` ` `", StringComparison.Ordinal)}```";

    private static string Fitted(string section)
    {
        if (section.Length <= MaxSectionCharacters)
            return section;
        var cut = Sentences.Cut(section, Cut);
        return (cut.Split("```").Length & 1) == 0 ? cut + "\n```" : cut;
    }
}
