using System.Buffers;
using System.Runtime.CompilerServices;
using Knowledge.Content.Findings;
using Knowledge.Content.Languages;
using MemoryPack;

namespace Knowledge.Content.Documents;

public enum DocumentKind
{
    Runbook,
    Postmortem,
    Alert,
    Article,
}

/// <summary>A page that can be found, linked to and answered from, understood as far as its text allows.</summary>
/// <remarks>Links to other documents are as written; the knowledge base resolves them, since that takes all documents.</remarks>
[MemoryPackable]
public sealed partial record Document
{
    public required DocumentId Id { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>Name of the source it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Path inside the source, with forward slashes.</summary>
    public required string Path { get; init; }

    public required string Title { get; init; }

    /// <summary>Code of the language it is written in, as front matter says or as its words tell.</summary>
    public string Language { get; init; } = LanguageDetection.English;

    /// <summary>Other names of the page: its first heading and its file name, where they differ from the title.</summary>
    public IReadOnlyList<string> OtherTitles { get; init; } = [];

    /// <summary>The body without front matter and without left-overs of site generators; what is rendered.</summary>
    [MemoryPackIgnore]
    public string Markdown
    {
        get => Body.Markdown;
        init => BodySource = new(Body with { Markdown = value });
    }

    public FrontMatter FrontMatter { get; init; } = FrontMatter.Empty;

    [MemoryPackIgnore]
    public IReadOnlyList<Section> Sections
    {
        get => Body.Sections;
        init => BodySource = new(Body with { Sections = value });
    }

    /// <summary>
    /// The texts, which make up nearly all of a document; what is kept elsewhere may be fetched when it is first asked for.
    /// </summary>
    [MemoryPackIgnore]
    public DocumentBody Body => BodySource.Value;

    private Lazy<DocumentBody> BodySource { get; init; } = NoBody;

    private static readonly Lazy<DocumentBody> NoBody = new(DocumentBody.Empty);

    /// <summary>
    /// What the page is about in one sentence, for one that names no cause: what its first section of symptoms or meaning begins
    /// with.
    /// </summary>
    public Cause? Meaning { get; init; }

    public IReadOnlyList<Cause> Causes { get; init; } = [];
    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>Names by which other pages of its source link to its headings.</summary>
    public IReadOnlyList<PageLabel> Labels { get; init; } = [];

    /// <summary>Timeline, actions and statistics; only on postmortems.</summary>
    public PostmortemBody? Postmortem { get; init; }

    /// <summary>The rules of this name, in the order of their file; only on alerts.</summary>
    public IReadOnlyList<AlertRule> Rules { get; init; } = [];

    /// <summary>The rule behind the page, the first of <see cref="Rules"/>.</summary>
    public AlertRule? Rule => Rules.Count > 0 ? Rules[0] : null;

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Who wrote it here, who may see it in any case; empty for a page of a directory.</summary>
    public IReadOnlyList<string> Writers { get; init; } = [];

    /// <summary>Front matter symptoms, and the list items of Symptoms sections.</summary>
    public IReadOnlyList<string> Symptoms { get; init; } = [];

    /// <summary>
    /// By which pages that may be near-duplicates are found: they share a band of it (see <see cref="Resemblance"/>); empty for a
    /// short page.
    /// </summary>
    public IReadOnlyList<ulong> Signature { get; init; } = [];

    /// <summary>The same document whose texts are fetched when they are first asked for.</summary>
    public Document WithBodyLater(Func<DocumentBody> fetch) => this with { BodySource = new(fetch) };

    // Documents are keys of many maps; comparing their texts would cost more than any search.
    public bool Equals(Document? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => Id.Value;
}

/// <summary>The texts of a document: its Markdown, and its sections as plain text.</summary>
[MemoryPackable]
public sealed partial record DocumentBody(string Markdown, IReadOnlyList<Section> Sections)
{
    public static DocumentBody Empty { get; } = new("", []);
}

/// <summary>What came of one file: documents, or the reason why it is none, and what is wrong with it.</summary>
/// <param name="NotADocument">Why nothing is served from it (index page, licence, template …); null when something is.</param>
public sealed record FileParseResult(IReadOnlyList<Document> Documents, string? NotADocument, IReadOnlyList<Finding> Findings)
{
    /// <summary>Of a file that is no document: groups whose members may know of it; null for everybody.</summary>
    public IReadOnlyList<string>? VisibleTo { get; init; }

    /// <summary>The parts of a page, where they were asked for.</summary>
    public PageElements? Elements { get; init; }

    public static FileParseResult None(string reason, params IReadOnlyList<Finding> findings) => new([], reason, findings);
}

/// <summary>One file of a source, as text.</summary>
/// <param name="SourceTitle">Name of the directory the source was read from; a hint for the kind of its pages.</param>
/// <param name="Path">Path inside the source, with forward slashes.</param>
/// <param name="IdPrefix">The source's name for every source but the first, else null.</param>
/// <param name="Headings">The lexicon of its source, when that adds to the built-in one.</param>
/// <param name="Settings">What its source says about how it is read, when it says something.</param>
public sealed record SourceText(
    string Source,
    string SourceTitle,
    string Path,
    string Text,
    string? IdPrefix = null,
    HeadingLexicon? Headings = null,
    SourceSettings? Settings = null
)
{
    /// <summary>
    /// Not null where the parts of a page that only checks look at are wanted too (<see cref="PageElements"/>): of words outside code
    /// those that hold one of these.
    /// </summary>
    public SearchValues<string>? ElementWords { get; init; }

    /// <summary>What its headings are read with.</summary>
    public HeadingLexicon Lexicon => Headings ?? HeadingLexicon.BuiltIn;
}
