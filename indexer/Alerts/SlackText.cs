using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Alerts;

/// <summary>A piece of text for Slack: what is said, and the markup around it.</summary>
/// <param name="Open">Markup as it is sent, never cut.</param>
/// <param name="Text">As a person wrote it: cut where there is no room, then escaped.</param>
/// <param name="Close">Markup that ends it, there even when the text was cut.</param>
public readonly record struct SlackPart(string Open, string Text, string Close)
{
    public static implicit operator SlackPart(string text) => SlackText.Plain(text);
}

/// <summary>Text as Slack reads it, within its limits whatever goes in: it is cut first and escaped afterwards.</summary>
/// <remarks>
/// api.slack.com, "Formatting text for app surfaces" and "Block Kit": a section holds 3,000 characters, a message 50 blocks.
/// </remarks>
public static partial class SlackText
{
    public const int MaxSectionCharacters = 3_000;
    public const int MaxBlocks = 50;
    private const int MaxAddressCharacters = 2_000;
    private const string Fence = "```";

    public static SlackPart Plain(string text) => new("", text, "");

    public static SlackPart Bold(SlackPart part) => part with { Open = "*" + part.Open, Close = part.Close + "*" };

    /// <summary>The text alone when the address is none or is too long.</summary>
    /// <param name="root">Of the server, for addresses without a host.</param>
    public static SlackPart Link(Uri root, string url, string text)
    {
        if (!Uri.TryCreate(root, url, out var address))
            return Plain(text);
        var escaped = Escaped(address.AbsoluteUri).Replace("|", "%7C", StringComparison.Ordinal);
        return escaped.Length > MaxAddressCharacters
            ? Plain(text)
            : new($"<{escaped}|", text.Replace("|", "/", StringComparison.Ordinal), ">");
    }

    public static SlackPart Code(string command) => new(Fence, command, Fence);

    /// <summary>A step of a runbook with its command.</summary>
    public static IReadOnlyList<SlackPart> Step(int number, Step step) =>
        step.Command is null ? [$"{number}. {step.Text}"] : [$"{number}. {step.Text}", "\n", Code(step.Command)];

    /// <summary>The runbook link that an alert brings along, and what became of it.</summary>
    public static IReadOnlyList<SlackPart> SenderLink(Uri root, SenderLink link) =>
        [
            Bold("Its own runbook link"),
            " ",
            link.Address is { } address ? Link(root, address.AbsoluteUri, link.Text) : link.Text,
            $" ({link.StateText}",
            .. link.Page is null ? (SlackPart[])[] : [": ", Link(root, link.Page, link.Title ?? link.Page)],
            ")",
        ];

    /// <summary>A page that may be about an alert.</summary>
    public static IReadOnlyList<SlackPart> Suggestion(Uri root, SuggestedPage guess) =>
        [Bold("Perhaps"), " ", Link(root, guess.Url, guess.Title), $": a guess, {guess.Reason}"];

    /// <summary>The parts one after the other, up to the first that had to be cut.</summary>
    public static string Of(IEnumerable<SlackPart> parts, int maxCharacters = MaxSectionCharacters)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Where(p => p.Text.Length > 0).Select(WithoutFences))
        {
            var workspace = maxCharacters - text.Length - part.Open.Length - part.Close.Length;
            if (workspace < 1)
                break;
            var fitting = FittingCharacters(part.Text, workspace);
            var isCut = fitting < part.Text.Length;
            text.Append(part.Open)
                .Append(isCut ? Escaped(part.Text[..WordEnd(part.Text, fitting)].TrimEnd()) + "…" : Escaped(part.Text))
                .Append(part.Close);
            if (isCut)
                break;
        }
        return text.ToString();
    }

    /// <summary>Only these three characters mean something to Slack: a mention or a link of a stranger becomes text.</summary>
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    // A code block that a stranger opens would swallow what comes after it.
    private static SlackPart WithoutFences(SlackPart part) =>
        part with
        {
            Text = Backticks().Replace(part.Text, run => string.Join(' ', run.Value.AsEnumerable())),
        };

    [GeneratedRegex("`{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    private static int Width(char c) =>
        c switch
        {
            '&' => 5,
            '<' or '>' => 4,
            _ => 1,
        };

    /// <summary>All characters when they fit escaped; else how many of the first do, with an ellipsis behind them.</summary>
    private static int FittingCharacters(string text, int workspace)
    {
        var (width, fitting) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            width += Width(text[i]);
            if (width > workspace)
                return fitting;
            if (width < workspace)
                fitting = i + 1;
        }
        return text.Length;
    }

    private static int WordEnd(string text, int characters)
    {
        var end = characters > 0 && text.LastIndexOf(' ', characters - 1) is var space && space > characters / 2 ? space : characters;
        return end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
