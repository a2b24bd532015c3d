using System.Collections.Concurrent;
using Knowledge.Content.Documents;
using Knowledge.Indexer;

namespace Knowledge.Api.Live;

/// <summary>
/// Pictures and other files beside pages: what a page shows that somebody must not see is hidden with it, unless a page that they see
/// shows it as well.
/// </summary>
internal sealed class HiddenFiles
{
    private const int MaxRemembered = 10_000;

    private static readonly char[] Ends = [' ', '\t', '\n', '(', ')', '<', '>', '"', '\'', '[', ']', '|', '=', '`'];

    private readonly KnowledgeBase knowledge;
    private readonly ConcurrentDictionary<(string Source, string Path), bool> known = new();
    private readonly Lazy<ILookup<string, string>> texts;

    public HiddenFiles(KnowledgeBase knowledge)
    {
        this.knowledge = knowledge;
        texts = new(() => knowledge.Hidden.ToLookup(d => d.Source, d => d.Markdown, StringComparer.OrdinalIgnoreCase));
    }

    public static bool Shows(KnowledgeBase knowledge, string source, string path) =>
        knowledge.Hidden.Count == 0 || knowledge.Derived(k => new HiddenFiles(k)).Shows(source, path);

    private bool Shows(string source, string path)
    {
        if (known.TryGetValue((source, path), out var shown))
            return shown;
        if (known.Count >= MaxRemembered)
            known.Clear();
        var name = path[(path.LastIndexOf('/') + 1)..];
        return known[(source, path)] = !IsNamed(source, name) || IsShownByAnother(source, path, name);
    }

    // By its name alone: whatever a page that is hidden may mean by it.
    private bool IsNamed(string source, string name) =>
        texts
            .Value[source]
            .Any(t =>
                t.Contains(name, StringComparison.OrdinalIgnoreCase)
                || t.Contains(Uri.EscapeDataString(name), StringComparison.OrdinalIgnoreCase)
            );

    private bool IsShownByAnother(string source, string path, string name) =>
        knowledge.Documents.Any(d =>
            d.Source.Equals(source, StringComparison.OrdinalIgnoreCase)
            && d.Markdown.Contains(name, StringComparison.OrdinalIgnoreCase)
            && Targets(d)
                .Any(t =>
                    t.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                    && AttachmentAddress.Of(d, t) is { } address
                    && string.Equals(
                        Uri.UnescapeDataString(address),
                        $"{AttachmentAddress.Root}{d.Source}/{path}",
                        StringComparison.OrdinalIgnoreCase
                    )
                )
        );

    private static IEnumerable<string> Targets(Document page) => page.Markdown.Split(Ends, StringSplitOptions.RemoveEmptyEntries);
}
