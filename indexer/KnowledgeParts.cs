using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer;

/// <summary>What a knowledge base consists of (<see cref="KnowledgeBase"/> says what each is).</summary>
internal sealed record KnowledgeParts
{
    public static KnowledgeParts None { get; } =
        new()
        {
            Documents = [],
            Index = new(LexicalIndex.Empty),
            Links = DocumentLinks.None,
            Catalog = ServiceCatalog.Empty,
            Owners = new Dictionary<string, SourceOwners>(),
            Thesaurus = Thesaurus.BuiltIn,
            Findings = [],
        };

    public required IReadOnlyList<Document> Documents { get; init; }

    /// <summary>Made when it is first searched: a check of the content never does.</summary>
    public required Lazy<LexicalIndex> Index { get; init; }

    /// <summary>Of these documents, or for a while of those before a change.</summary>
    public required DocumentLinks Links { get; init; }
    public required ServiceCatalog Catalog { get; init; }

    /// <summary>The owner files of each source, by its name.</summary>
    public required IReadOnlyDictionary<string, SourceOwners> Owners { get; init; }
    public required Thesaurus Thesaurus { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }
    public IReadOnlyList<SourceSnapshot> Snapshots { get; init; } = [];
    public IReadOnlySet<Document> Hidden { get; init; } = new HashSet<Document>();

    /// <inheritdoc cref="KnowledgeBase.IsLinked"/>
    public bool IsLinked => Links.Of == Documents;

    /// <inheritdoc cref="KnowledgeBase.HasLinks"/>
    public bool HasLinks => Links != DocumentLinks.None || Documents.Count == 0;
}
