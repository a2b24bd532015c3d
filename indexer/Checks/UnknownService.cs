using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB123: a page or an alert names a service that the catalog does not know.</summary>
internal static class UnknownService
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        if (content.Catalog.Components.Count == 0)
            yield break;
        var known = content
            .Catalog.Components.Select(c => c.Name)
            .Concat(content.Catalog.Systems.Select(s => s.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var pages = content.Pages.ToDictionary(p => p.Document);
        foreach (var document in content.Knowledge.Documents)
        foreach (
            var service in document
                .FrontMatter.Services.Concat(document.FrontMatter.Failing)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(s => !known.Contains(s))
        )
            yield return CheckedContent.Finding(
                FindingCodes.UnknownService,
                Severity.Warning,
                document,
                document.Rule?.Line ?? (pages.TryGetValue(document, out var page) ? page.LineOf(service) : 1),
                $"The service `{service}` is no Component or System of the catalog. Correct the name, "
                    + $"or add it to the catalog with its owner.",
                service
            );
    }
}
