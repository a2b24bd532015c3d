using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Checks;

/// <summary>A Markdown page with the file it was read from.</summary>
/// <param name="Text">The whole file, front matter included.</param>
internal sealed record CheckedPage(Document Document, ReadFile File, string Text, PageElements Elements)
{
    private string[]? lines;

    public string[] Lines => lines ??= Text.Split('\n');

    /// <summary>Whether it stands for its folder: a README or an index is short, and leads to other pages.</summary>
    public bool IsIndex => RunbookPages.IsIndex(PageFormats.WithoutExtension(Document.Path.Split('/')[^1]).ToLowerInvariant());

    /// <summary>1-based line that holds a text, the first one; 1 when none does.</summary>
    public int LineOf(string text) =>
        Array.FindIndex(Lines, l => l.Contains(text, StringComparison.Ordinal)) is >= 0 and var index ? index + 1 : 1;

    /// <summary>The text of the section that a line of the file is in, as written, heading and code included.</summary>
    public string SectionAround(int line)
    {
        var start = Document.Sections.Select(s => s.Line).LastOrDefault(l => l <= line, 1);
        var end = Document.Sections.Select(s => s.Line).FirstOrDefault(l => l > line, Lines.Length + 1);
        return string.Join('\n', Lines.Skip(start - 1).Take(end - start));
    }
}

/// <summary>What checks look at: a knowledge base, its pages with their text, and the day.</summary>
/// <param name="StaleAfter">Age from which a page counts as old, when what it mentions is newer.</param>
/// <param name="Histories">What git knows, by source.</param>
internal sealed record CheckedContent(
    KnowledgeBase Knowledge,
    IReadOnlyList<CheckedPage> Pages,
    DateTimeOffset Now,
    TimeSpan StaleAfter,
    IReadOnlyDictionary<string, SourceHistory> Histories
)
{
    public IEnumerable<CheckedPage> Runbooks => Pages.Where(p => p.Document.Kind == DocumentKind.Runbook);

    /// <summary>Postmortems that are not drafts any more; those without a status are taken for published.</summary>
    public IEnumerable<CheckedPage> PublishedPostmortems =>
        Pages.Where(p => p.Document.Kind == DocumentKind.Postmortem && p.Document.FrontMatter.Status != "draft");

    /// <summary>Where the card of a search was when the baseline was written; null without one.</summary>
    public int? KnownRank(string documentId, string query) => CardRanks.TryGetValue((documentId, query), out var rank) ? rank : null;

    public IReadOnlyDictionary<(string DocumentId, string Query), int> CardRanks { get; init; } = new Dictionary<(string, string), int>();

    public IEnumerable<Document> Alerts => Knowledge.Documents.Where(d => d.Kind == DocumentKind.Alert);

    public RunbookLinks RunbookLinks => Knowledge.RunbookLinks;

    public ServiceCatalog Catalog => Knowledge.Catalog;

    public static CheckedContent Of(
        KnowledgeBase knowledge,
        DateTimeOffset now,
        TimeSpan staleAfter,
        IReadOnlyDictionary<string, SourceHistory>? histories = null
    )
    {
        var files = knowledge
            .Snapshots.SelectMany(r => r.Files.Select(f => (r.Name, File: f)))
            .ToDictionary(f => (f.Name, f.File.Path), f => f.File);
        var pages = knowledge
            .Documents.Where(d => d.Kind != DocumentKind.Alert)
            .Select(d => (Document: d, File: files[(d.Source, d.Path)]))
            .Where(p => p.File.Text is not null)
            .AsParallel()
            .AsOrdered()
            .Select(p => Page(p.Document, p.File))
            .ToList();
        return new(knowledge, pages, now, staleAfter, histories ?? SourceHistory.None);
    }

    public static Finding Finding(string code, Severity severity, Document document, int line, string message, string? subject = null) =>
        new(code, severity, document.Path, line, message, subject) { Source = document.Source };

    private static CheckedPage Page(Document document, ReadFile file)
    {
        // Of a page whose lines are not those of its file the text that was made of it is looked at.
        var text = PageFormats.KeepsLines(document.Path) ? file.Text! : document.Markdown;
        // The body is the end of the file, and cleaning it moves no line.
        var firstLine = Math.Max(1, 1 + text.AsSpan().Count('\n') - document.Markdown.AsSpan().Count('\n'));
        return new(document, file, text, file.Elements ?? PageElements.Read(document.Markdown, firstLine, TodoLeft.Marks));
    }
}
