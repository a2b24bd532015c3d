using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Content.Text;

namespace Knowledge.Content.Importing;

/// <summary>What an existing file says about where it came from.</summary>
/// <param name="IsUntouched">Whether its text is still what the import wrote.</param>
public sealed record ImportedFileState(string System, string Id, bool IsUntouched);

/// <summary>
/// An imported page as a file. Its front matter holds the SHA-256 of the whole file without the line that says it; a file whose text does
/// not give that sum was changed by someone and must not be overwritten.
/// </summary>
public static partial class ImportedFile
{
    private const int MaxTitleCharacters = 500;
    private const int MaxItems = 40;
    private const int MaxItemCharacters = 60;

    /// <summary>
    /// Characters of an id; an item with a longer one is not imported. With the other limits it keeps front matter within its 16
    /// KiB, without which a file is not known again.
    /// </summary>
    public const int MaxIdCharacters = 200;

    private const int MaxLinkCharacters = 2_000;
    private const string Untitled = "(untitled)";

    /// <summary>The same text for the same page, always.</summary>
    public static string Write(ImportedPage page)
    {
        var title = Title(page.Title);
        var head = new StringBuilder("---\n");
        head.Append($"title: {Quoted(title)}\n");
        if (page.Kind is not null)
            head.Append($"kind: {page.Kind}\n");
        if (page.Owner is { Length: > 0 } owner)
            head.Append($"owner: {Quoted(Sentences.Truncate(Words(owner), MaxItemCharacters))}\n");
        AppendList(head, "tags", page.Tags);
        AppendList(head, "services", page.Services);
        if (page.Date is { } date)
            head.Append($"date: {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\n");
        if (page.Severity is { Length: > 0 } severity)
            head.Append($"severity: {Quoted(Sentences.Truncate(Words(severity), MaxItemCharacters))}\n");
        if (page.Detected is { } detected)
            head.Append($"detected: {Time(detected)}\n");
        if (page.Resolved is { } resolved)
            head.Append($"resolved: {Time(resolved)}\n");
        head.Append(page.MoreFrontMatter);
        head.Append($"origin:\n  system: {page.Origin.System}\n  id: {Quoted(page.Origin.Id)}\n");
        if (page.Origin.Link is { Length: <= MaxLinkCharacters } link)
            head.Append($"  link: {Quoted(link)}\n");
        var tail = $"---\n\n# {Heading(title)}\n\n{page.Body.Trim('\n')}\n";
        return $"{head}  content: {Checksum(head + tail)}\n{tail}";
    }

    /// <summary>
    /// Whether a file is an import, and still as it was written; null for any other file. Line ends may have been changed by a
    /// checkout.
    /// </summary>
    public static ImportedFileState? Read(string text)
    {
        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (
            !text.StartsWith("---\n", StringComparison.Ordinal)
            || FrontMatterReader.Read("", text).FrontMatter.Origin is not { System.Length: > 0 } origin
        )
            return null;
        var line = ContentLine().Match(text);
        var isUntouched = line.Success && Checksum(text.Remove(line.Index, line.Length)) == line.Groups[1].Value;
        return new(origin.System, origin.Id, isUntouched);
    }

    private static string Title(string title)
    {
        var words = Words(title);
        return words.Length == 0 ? Untitled : Sentences.Truncate(words, MaxTitleCharacters);
    }

    private static string Words(string text) =>
        string.Join(
            ' ',
            new string([.. text.Where(c => !char.IsControl(c) || char.IsWhiteSpace(c))]).Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    private static string Heading(string title)
    {
        var escaped = MarkdownText.Escape(title, inCell: false).Trim();
        return escaped[^1] == '#' ? escaped[..^1] + "\\#" : escaped;
    }

    private static void AppendList(StringBuilder head, string key, IReadOnlyList<string> items)
    {
        var kept = items
            .Select(Words)
            .Where(i => i.Length > 0)
            .Select(i => Sentences.Truncate(i, MaxItemCharacters))
            .Distinct(StringComparer.Ordinal)
            .Take(MaxItems)
            .Select(Quoted)
            .ToList();
        if (kept.Count > 0)
            head.Append($"{key}: [{string.Join(", ", kept)}]\n");
    }

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // YAML 1.2, "Double-Quoted Style": the one that can hold any text on one line.
    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in MarkdownSyntax.Cleaned(text))
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or >= '\uFFFE')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        return quoted.Append('"').ToString();
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"^  content: ([0-9a-f]{64})\n", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex ContentLine();
}
