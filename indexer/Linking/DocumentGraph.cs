using Knowledge.Content.Documents;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Linking;

/// <summary>All documents with their links resolved, both ways: postmortem, runbook, alert, service, team.</summary>
internal sealed class DocumentGraph
{
    private readonly Dictionary<string, Document> byId;
    private readonly Dictionary<string, Document> byAlias = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Source, string Path), Document> byPath = [];
    private readonly Dictionary<(string Source, string Name), (Document Page, string Anchor)> byLabel = [];
    private readonly IReadOnlyList<Document> alerts;
    private readonly Dictionary<Document, List<Document>> outgoing = [];
    private readonly Dictionary<Document, List<Document>> incoming = [];

    public DocumentGraph(IReadOnlyList<Document> documents)
    {
        Documents = documents;
        alerts = [.. documents.Where(d => d.Kind == DocumentKind.Alert)];
        byId = documents.ToDictionary(d => d.Id.Value);
        RunbookLinks = new(documents);
        foreach (var document in documents)
        {
            byPath.TryAdd((document.Source, PathKey(document.Path)), document);
            foreach (var alias in document.FrontMatter.Aliases)
                byAlias.TryAdd(alias.Trim('/'), document);
            foreach (var label in document.Labels)
                byLabel.TryAdd((document.Source, label.Name), (document, label.Anchor));
        }
        foreach (var document in documents)
        foreach (var target in Targets(document).OfType<Document>().Where(t => t != document).Distinct())
        {
            Of(outgoing, document).Add(target);
            Of(incoming, target).Add(document);
        }
    }

    public IReadOnlyList<Document> Documents { get; }

    /// <summary>Where the runbook links of alerts lead.</summary>
    public RunbookLinks RunbookLinks { get; }

    public Document? Find(string id) => byId.GetValueOrDefault(id) ?? byAlias.GetValueOrDefault(id);

    /// <summary>Documents that this one names: by front matter, Markdown link, or alert name.</summary>
    public IReadOnlyList<Document> From(Document document) => outgoing.GetValueOrDefault(document) ?? [];

    /// <summary>Documents that name this one.</summary>
    public IReadOnlyList<Document> To(Document document) => incoming.GetValueOrDefault(document) ?? [];

    /// <summary>
    /// The document a link leads to: a path beside the page, <c>/docs/id</c>, an id, or what the runbook link of an alert resolves
    /// to; null when there is none here.
    /// </summary>
    public Document? Resolve(Document from, string target)
    {
        // A rule's runbook link means a runbook, wherever it is hosted; a page may link to any site, and means that site.
        if (from.Kind == DocumentKind.Alert)
            return RunbookLinks.Resolve(from.Title, target).Target;
        var address = target.Split('#', '?')[0];
        if (address.Length == 0)
            return Labelled(from, target)?.Page;
        if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            var path = Uri.UnescapeDataString(url.AbsolutePath);
            return path.StartsWith("/docs/", StringComparison.Ordinal) ? Find(path[6..]) : null;
        }
        if (address.Contains("://", StringComparison.Ordinal) || address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            return null;
        address = Uri.UnescapeDataString(address);
        if (address.StartsWith("/docs/", StringComparison.Ordinal) && Find(address[6..]) is { } served)
            return served;
        return byPath.GetValueOrDefault((from.Source, PathKey(Combine(from.Path, address)))) ?? Find(address.Trim('/'));
    }

    /// <summary>The page's URL for a link, with its fragment; null when the link leads to no document.</summary>
    public string? UrlOf(Document from, string target)
    {
        if (Resolve(from, target) is not { } document)
            return null;
        if (Labelled(from, target) is { } labelled)
            return $"/docs/{labelled.Page.Id}#{labelled.Anchor}";
        var fragment = target.IndexOf('#', StringComparison.Ordinal);
        return $"/docs/{document.Id}{(fragment < 0 ? "" : target[fragment..])}";
    }

    // `#howto:restore`, where no heading of the page itself has that anchor.
    private (Document Page, string Anchor)? Labelled(Document from, string target) =>
        target.StartsWith('#')
        && byLabel.TryGetValue((from.Source, Uri.UnescapeDataString(target[1..])), out var labelled)
        && from.Sections.All(s => s.Anchor != target[1..])
            ? labelled
            : null;

    /// <summary>The pages a runbook's alerts patterns name.</summary>
    private IEnumerable<Document> Alerts(Document document) =>
        document.Kind == DocumentKind.Alert
            ? []
            : document.FrontMatter.Alerts.Where(a => a.Name is not null).SelectMany(a => alerts.Where(d => Glob.Matches(a.Name, d.Title)));

    private IEnumerable<Document?> Targets(Document document) =>
        document
            .FrontMatter.Runbooks.Select(r => Find(r) ?? Resolve(document, r))
            .Concat(document.Links.Select(l => Resolve(document, l.Target)))
            .Concat(Alerts(document));

    private static string PathKey(string path) => PageFormats.WithoutExtension(path.Trim('/')).ToLowerInvariant();

    private static string Combine(string from, string target)
    {
        var segments = target.StartsWith('/') ? [] : from.Split('/').SkipLast(1).ToList();
        foreach (var segment in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("." or ".."))
                segments.Add(segment);
        return string.Join('/', segments);
    }

    private static List<Document> Of(Dictionary<Document, List<Document>> links, Document document)
    {
        if (!links.TryGetValue(document, out var list))
            links[document] = list = [];
        return list;
    }
}
