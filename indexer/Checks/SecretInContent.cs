using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB141: a key, token or password in what everybody can search. It is never shown: not in the message, nor in a baseline.
/// </summary>
internal static partial class SecretInContent
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        content
            .Knowledge.Documents.GroupBy(d => (d.Source, d.Path))
            .Select(g => g.First())
            .Join(
                content.Knowledge.Snapshots.SelectMany(r =>
                    r.Files.Where(f => f.Text is not null).Select(f => (Key: (r.Name, f.Path), f.Text))
                ),
                d => (d.Source, d.Path),
                f => f.Key,
                (d, f) => (Document: d, f.Text)
            )
            .AsParallel()
            .AsOrdered()
            .Where(f => Secrets.MayBeIn(f.Text))
            .SelectMany(f => InFile(f.Document, f.Text!.Split('\n')));

    /// <summary>The first line of a text that certainly holds a key or token, and of what kind; null when none does.</summary>
    public static (int Line, string Kind)? FirstIn(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (Secrets.In(lines[i], i + 1 < lines.Length ? lines[i + 1] : "").FirstOrDefault(m => m.IsCertain) is { } match)
                return (i + 1, match.Kind);
        return null;
    }

    private static IEnumerable<Finding> InFile(Document document, string[] lines) =>
        from i in Enumerable.Range(0, lines.Length)
        from match in Secrets.In(lines[i], i + 1 < lines.Length ? lines[i + 1] : "").DistinctBy(m => m.Kind)
        select CheckedContent.Finding(
            FindingCodes.Secret,
            match.IsCertain ? Severity.Error
                : IsExample(document, lines, i) ? Severity.Note
                : Severity.Warning,
            document,
            i + 1,
            $"This line holds what looks like a {match.Kind}. Withdraw it where it was issued, then take it out here: "
                + $"whoever could read the page has it.",
            match.Kind
        );

    // What an author calls an example, or shows as a mistake, is mostly made up; but people paste into examples, too.
    private static bool IsExample(Document document, string[] lines, int line)
    {
        // In a block it is what stands above its fence; in a sentence the line itself, and the one above it.
        var fences = Enumerable.Range(0, line + 1).Where(i => IsFence(lines[i])).ToList();
        var above = fences.Count % 2 == 1 ? fences[^1] : line + 1;
        for (var (i, seen) = (above - 1, 0); i >= 0 && seen < 2; i--)
            if (lines[i].Trim(' ', '\t', '>') is { Length: > 0 } text)
            {
                seen++;
                if (Example().IsMatch(text))
                    return true;
            }
        return document.Sections.LastOrDefault(s => s.Line <= line + 1) is { } section && Example().IsMatch(section.Heading);
    }

    private static bool IsFence(string line) => line.AsSpan().TrimStart(" \t>") is ['`', '`', '`', ..] or ['~', '~', '~', ..];

    // Not in a name of a host, as in db.example.
    [GeneratedRegex(
        @"(^|[^\w.@-])(examples?|samples?|e\.g\.|for instance|wrong|bad|anti-?patterns?|don['’]t|do not|never|beispiele?|"
            + @"exemples?|ejemplos?|esempi[oi]?|exemplos?|voorbeeld(en)?|przykłady?)\b|示例|例如|例子|例えば|예시|пример|[❌✗✘]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Example();
}
