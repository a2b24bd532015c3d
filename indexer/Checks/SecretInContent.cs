using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB141: a key, token or password in what everybody can search. It is never shown: not in the message, nor in a baseline.
/// </summary>
internal static class SecretInContent
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
            match.IsCertain ? Severity.Error : Severity.Warning,
            document,
            i + 1,
            $"This line holds what looks like a {match.Kind}. Withdraw it where it was issued, then take it out here: "
                + $"whoever could read the page has it.",
            match.Kind
        );
}
