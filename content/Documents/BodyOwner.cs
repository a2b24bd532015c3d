using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Knowledge.Content.Documents;

/// <summary>
/// The owner that a page names at its head, as most templates have it: a row of a table, a line <c>Owner: payments</c>, or a section
/// of that name.
/// </summary>
internal static class BodyOwner
{
    private const int MaxCharacters = 60;
    private const int MaxWords = 4;
    private const int MaxLines = 40;

    // csharpier-ignore
    private static readonly string[] Keys =
    [
        "owner", "owners", "owner team", "owned by", "owning team", "team", "responsible team", "responsible", "service owner",
        "page owner", "document owner", "runbook owner", "maintainer", "maintainers", "maintained by", "ownership",
        "verantwortlich", "zuständig", "eigentümer", "responsable", "équipe", "propriétaire", "equipo", "propietario", "equipe",
        "responsável", "responsabile", "proprietario", "eigenaar", "verantwoordelijk", "właściciel", "odpowiedzialny", "vlastník",
        "ägare", "ansvarig", "负责人", "负责团队", "担当", "担当チーム", "담당자", "담당팀", "владелец", "ответственный",
    ];

    // "Owned by the payments team" needs no colon.
    private static readonly string[] Sentences = ["owned by ", "maintained by "];

    // What else stands at the head of a table of columns.
    // csharpier-ignore
    private static readonly string[] Columns =
        ["severity", "status", "service", "services", "date", "priority", "tier", "contact", "slack", "reviewed", "version", "type"];

    public static string? Of(IReadOnlyList<ParsedSection> sections)
    {
        foreach (var (section, blocks) in sections)
            if (section.HeadingPath.Count <= 1 || section.HeadingPath.Count == 2 && IsOfOwners(section.Heading))
                if (
                    blocks
                        .SelectMany(Pairs)
                        .Take(MaxLines)
                        .Where(p => IsKey(p.Key))
                        .Select(p => Name(p.Value))
                        .FirstOrDefault(n => n is not null) is
                    { } named
                )
                    return named;
                else if (section.HeadingPath.Count == 2 && IsKey(section.Heading) && Name(section.Text) is { } alone)
                    return alone;
        return null;
    }

    private static bool IsKey(string text) => Keys.Contains(text.Trim().TrimEnd(':', '：').Trim('*', ' ').ToLowerInvariant());

    // "Ownership", "Ownership and support".
    private static bool IsOfOwners(string heading) => IsKey(heading) || IsKey(heading.Split(' ', 2)[0]);

    private static IEnumerable<(string Key, string Value)> Pairs(Block block) =>
        block switch
        {
            Table table => OfTable(table),
            ListBlock list => list.OfType<ListItemBlock>().SelectMany(i => i.OfType<ParagraphBlock>()).SelectMany(Lines),
            ParagraphBlock paragraph => Lines(paragraph),
            QuoteBlock quote => quote.SelectMany(Pairs),
            _ => [],
        };

    private static IEnumerable<(string Key, string Value)> Lines(ParagraphBlock paragraph) =>
        from line in PageText.Of(paragraph.Inline, '\n').Split('\n')
        let colon = line.IndexOfAny([':', '：'])
        let said = Sentences.FirstOrDefault(s => line.StartsWith(s, StringComparison.OrdinalIgnoreCase))
        where colon > 0 || said is not null
        select colon > 0 ? (line[..colon], line[(colon + 1)..]) : (said!.TrimEnd(), line[said!.Length..].TrimEnd('.'));

    private static IEnumerable<(string Key, string Value)> OfTable(Table table)
    {
        var rows = table
            .OfType<TableRow>()
            .Select(r => r.OfType<TableCell>().Select(PageText.Cell).ToList())
            .Where(r => r.Count > 1)
            .ToList();
        if (rows.Count > 1 && rows[0].Count(c => IsKey(c) || Columns.Contains(c.ToLowerInvariant())) > 1)
            return rows[0].Zip(rows[1]);
        return rows.Select(r => (r[0], r[1]));
    }

    /// <summary>The name in a value; null when it says nothing, or is a sentence.</summary>
    private static string? Name(string value)
    {
        var text = value.Trim().Split([',', ';', '\n'])[0].Trim().Trim('*', '_', '`', '"').Trim();
        // @acme/payments of a forge, group:default/payments of a catalog.
        if (text.StartsWith("the ", StringComparison.OrdinalIgnoreCase))
            text = text[4..];
        if (text.StartsWith('@') || text.StartsWith("group:", StringComparison.OrdinalIgnoreCase))
            text = text[(text.LastIndexOfAny(['@', ':', '/']) + 1)..];
        return
            text.Length is 0 or > MaxCharacters
            || text.Split(' ').Length > MaxWords
            || text.EndsWith('.')
            || text.IndexOfAny(['{', '<', '[', '$', ':', '|', '?']) >= 0
            || !char.IsLetterOrDigit(text[0])
            || RunbookAnnotation.IsPlaceholder(text)
            || text.StartsWith("see ", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("your ", StringComparison.OrdinalIgnoreCase)
            ? null
            : text;
    }
}
