using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Cache;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer;

namespace Knowledge.Api.Live;

/// <summary>Renders documents once per content: kept in memory, and in the cache over a restart.</summary>
internal sealed class RenderedPages(CacheFile cache, DeferredWrites deferred)
{
    // Part of the key: pages of an older renderer are made anew.
    private const string RendererVersion = "3";
    private const int MaxInMemory = 512;

    private static readonly Counter<long> Rendered = Metrics.Meter.CreateCounter<long>(
        "kb_pages_rendered",
        description: "Documents rendered to HTML; a page that is kept is not rendered again."
    );

    private readonly ConcurrentDictionary<string, RenderedPage> pages = new();

    public RenderedPage Html(Document document, KnowledgeBase knowledge)
    {
        var links = LinksOf(document, knowledge);
        // Not kept with the document: where its links lead changes with other documents.
        var key = Key(document, links);
        if (pages.TryGetValue(key, out var known))
            return known;
        if (Kept(cache.Find(CacheKind.Pages, key)) is not { } page)
        {
            page = Render(document, links);
            Rendered.Add(1);
            deferred.Add(key, page);
        }
        if (pages.Count >= MaxInMemory)
            pages.Clear();
        return pages[key] = page;
    }

    /// <summary>Forgets what is kept in memory.</summary>
    public void Forget() => pages.Clear();

    /// <summary>A page as it is kept.</summary>
    public static string Text(RenderedPage page) => JsonSerializer.Serialize(page);

    private static RenderedPage? Kept(string? text) => text is null ? null : JsonSerializer.Deserialize<RenderedPage>(text);

    public static RenderedPage Preview(Document document, KnowledgeBase knowledge) => Render(document, LinksOf(document, knowledge));

    private static RenderedPage Render(Document document, Dictionary<string, string?> links) =>
        HtmlRendering.Render(document.Markdown, new(target => Target(document, target, links), Checklists(document)));

    private static Dictionary<string, string?> LinksOf(Document document, KnowledgeBase knowledge) =>
        document.Links.Select(l => l.Target).Distinct().ToDictionary(t => t, t => knowledge.UrlOf(document, t));

    // A relative link that leads to no document would be a dead link on our page: its text stays.
    private static string? Target(Document document, string target, Dictionary<string, string?> links) =>
        links.GetValueOrDefault(target)
        ?? AttachmentAddress.Of(document, target)
        ?? (
            target.StartsWith('#') ? target
            : Uri.TryCreate(target, UriKind.Absolute, out _) ? target
            : null
        );

    private static IReadOnlySet<string> Checklists(Document document) =>
        document.Sections.Where(s => s.Steps.Count > 0).Select(s => s.Anchor).ToHashSet();

    private static string Key(Document document, Dictionary<string, string?> links)
    {
        var parts = new StringBuilder(RendererVersion).Append('\0').Append(document.Markdown);
        // Where its pictures are depends on where it is.
        parts.Append('\0').Append(document.Source).Append('\0').Append(document.Path);
        foreach (var (target, url) in links)
            parts.Append('\0').Append(target).Append('\0').Append(url);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }
}
