using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB121: an owner is named whom the catalog does not know, so nobody learns how to reach it.</summary>
internal static class UnknownOwner
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        if (content.Catalog.Teams.Count == 0)
            yield break;
        var pages = content.Pages.ToDictionary(p => p.Document);
        foreach (var document in content.Knowledge.Documents)
            if (
                content.Knowledge.OwnerOf(document, content.Now)?.Team is { } team
                && !team.StartsWith('#')
                && content.Catalog.FindTeam(team) is null
            )
                yield return CheckedContent.Finding(
                    FindingCodes.UnknownOwner,
                    Severity.Warning,
                    document,
                    document.Rule?.Line
                        ?? (
                            pages.TryGetValue(document, out var page) && document.FrontMatter.Owner is not null ? page.LineOf("owner:") : 1
                        ),
                    $"The owner `{team}` is no Group of the catalog, so nobody learns how to reach it. Add the Group, or correct the name.",
                    team
                );
    }
}
