using Knowledge.Content.Catalog;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB122: the places that say who owns a page (front matter, CODEOWNERS, OWNERS) name different teams.</summary>
/// <remarks>
/// Not compared: the team of an alert with that of its runbook, and the owner of a service with that of a page about it. These
/// differ for good reasons.
/// </remarks>
internal static class OwnersDisagree
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        var owners = content.Knowledge.Snapshots.ToDictionary(
            r => r.Name,
            r => new SourceOwners(
                r.Files.Select(f => f.CodeOwners).FirstOrDefault(c => c is not null),
                [.. r.Files.Select(f => f.Owners).OfType<OwnersFile>()]
            )
        );
        foreach (var page in content.Runbooks)
        {
            var declared = Declarations(page, owners[page.Document.Source]).Where(s => s.Team is not null).ToList();
            if (declared.Select(s => s.Team).Distinct(StringComparer.OrdinalIgnoreCase).Count() < 2)
                continue;
            var said = declared.Select(s => $"{s.Where} says `{s.Team}`");
            yield return CheckedContent.Finding(
                FindingCodes.OwnersDisagree,
                Severity.Warning,
                page.Document,
                page.Document.FrontMatter.Owner is null ? 1 : page.LineOf("owner:"),
                $"Who owns this page? {string.Join(", ", said)}. {declared[0].Where} counts; make them agree.",
                string.Join(' ', declared.Select(s => s.Team))
            );
        }
    }

    private static IEnumerable<(string Where, string? Team)> Declarations(CheckedPage page, SourceOwners owners) =>
        [
            // A channel is not compared with teams.
            ("The page", page.Document.FrontMatter.Owner is ['#', ..] ? null : page.Document.FrontMatter.Owner),
            ("CODEOWNERS", owners.CodeOwners?.OwnerOf(page.Document.Path)),
            (
                "OWNERS",
                owners
                    .OwnersFiles.Where(o => o.OwnerOf(page.Document.Path) is not null)
                    .MaxBy(o => o.Directory.Length)
                    ?.OwnerOf(page.Document.Path)
            ),
        ];
}
