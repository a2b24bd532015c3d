using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>A postmortem beside the knowledge base that it is verified against.</summary>
internal sealed class VerifiedPostmortem(Document document, KnowledgeBase knowledge)
{
    private IReadOnlyList<Document>? runbooks;

    public Document Document => document;

    public FrontMatter FrontMatter => document.FrontMatter;

    public KnowledgeBase Knowledge => knowledge;

    /// <summary>The pages that <c>runbooks:</c> names and that exist.</summary>
    public IReadOnlyList<Document> Runbooks =>
        runbooks ??= [
            .. FrontMatter
                .Runbooks.Select(r => knowledge.Resolve(document, r))
                .OfType<Document>()
                .Where(d => d.Kind == DocumentKind.Runbook)
                .Distinct(),
        ];

    /// <summary>Names in <c>runbooks:</c> that lead nowhere.</summary>
    public IEnumerable<string> LostRunbooks =>
        FrontMatter.Runbooks.Where(r => knowledge.Resolve(document, r) is not { Kind: DocumentKind.Runbook });

    /// <summary>Whether it says which alerts are its own: those of the incident, and the one that watches the cause since.</summary>
    public bool NamesAlert => FrontMatter.Alerts.Any(a => NameOf(a) is not null) || DetectingAlert is not null;

    /// <summary>What the surface <c>detection</c> names: the rule that watches the cause.</summary>
    public string? DetectionLink => FrontMatter.Surfaces.FirstOrDefault(s => s.Name == "detection")?.Link;

    private Document? DetectingAlert => DetectionLink is { } link ? AlertOf(link) : null;

    private static string? NameOf(AlertPattern alert) => alert.Name ?? alert.Labels.FirstOrDefault(l => l.Key == "alertname").Value;

    private bool IsOwn(Document alert) =>
        FrontMatter.Alerts.Any(a => NameOf(a) is { } name && Glob.Matches(name, alert.Title)) || DetectingAlert == alert;

    /// <summary>The runbooks of this postmortem to which the rule of an alert of it leads, each with the rule's name.</summary>
    /// <remarks>
    /// A rule that has a link is judged by it, since that is what people get with the alert; one without is led by the page that
    /// names it in <c>alerts:</c>.
    /// </remarks>
    public IReadOnlyList<(Document Runbook, string Alert)> LinkedRunbooks =>
        linked ??= [
            .. from alert in knowledge.Documents
            where alert.Kind == DocumentKind.Alert && IsOwn(alert)
            let links = knowledge.RunbookLinks.Of(alert)
            from runbook in Runbooks
            where
                links.Count > 0
                    ? links.Any(l =>
                        l.Target == runbook
                        && l.Outcome is (RunbookLinkOutcome.Exact or RunbookLinkOutcome.Anchor or RunbookLinkOutcome.Tail)
                    )
                    : runbook.FrontMatter.Alerts.Any(a => a.Name is { } name && Glob.Matches(name, alert.Title))
            select (runbook, alert.Title),
        ];

    private IReadOnlyList<(Document, string)>? linked;

    /// <summary>The rules (alert pages) that a text names: by name, id, or an address that ends so.</summary>
    public Document? AlertOf(string link)
    {
        var name = link.Trim().TrimEnd('/').Split('#', '?')[0];
        name = name[(name.LastIndexOf('/') + 1)..];
        return knowledge.Documents.FirstOrDefault(d =>
            d.Kind == DocumentKind.Alert && d.Title.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>Names in a sentence, at most a handful.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        return string.Join(", ", all.Take(MaxListed)) + (all.Count > MaxListed ? $" and {all.Count - MaxListed} more" : "");
    }

    private const int MaxListed = 5;
}
