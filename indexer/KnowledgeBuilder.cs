using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer;

/// <summary>Makes the parts of a knowledge base: of what was read, or of those of another one.</summary>
internal static class KnowledgeBuilder
{
    /// <summary>Of more documents than this, what changed is found before its links are known.</summary>
    private const int LinkAtOnce = 1000;

    /// <param name="index">Makes the index of the documents.</param>
    /// <param name="before">What was built before; null for nothing.</param>
    /// <param name="isRestored">Whether the index was kept: the links of many documents follow.</param>
    public static KnowledgeParts Build(
        IReadOnlyList<SourceSnapshot> sources,
        Func<IReadOnlyList<Document>, LexicalIndex> index,
        KnowledgeParts? before,
        bool useThesaurus,
        bool isRestored = false
    )
    {
        // Whatever a reading holds twice, it is served once.
        sources = [.. sources.DistinctBy(s => s.Name).Select(s => s.WithoutRepeats())];
        var (documents, clashes) = DistinctIds.Assign([.. sources.SelectMany(s => s.Files).SelectMany(f => f.Documents)]);
        return new()
        {
            Documents = documents,
            Index = new(() => index(documents)),
            Links =
                documents.Count > LinkAtOnce && isRestored ? DocumentLinks.None
                : documents.Count > LinkAtOnce && before is not null && before.Documents.Count > documents.Count / 2 ? before.Links
                : DocumentLinks.Between(documents),
            Catalog = CatalogOf(sources),
            Owners = sources.ToDictionary(
                s => s.Name,
                s => new SourceOwners(
                    s.Files.Select(f => f.CodeOwners).FirstOrDefault(c => c is not null),
                    [.. s.Files.Select(f => f.Owners).OfType<OwnersFile>()]
                )
            ),
            Thesaurus = !useThesaurus ? Thesaurus.None : Thesaurus.WithBuiltIn(ThesauriOf(sources)),
            Findings = FindingsOf(sources, clashes),
            Snapshots = sources,
        };
    }

    /// <inheritdoc cref="KnowledgeBase.Without"/>
    public static KnowledgeParts Without(
        KnowledgeParts whole,
        IReadOnlyList<SourceSnapshot> left,
        Func<Document, bool> isHidden,
        KnowledgeParts? like
    )
    {
        var hidden = whole.Documents.Where(isHidden).ToHashSet<Document>(ReferenceEqualityComparer.Instance);
        IReadOnlyList<Document> documents = [.. whole.Documents.Where(d => !hidden.Contains(d))];
        var leftFiles = left.SelectMany(s => s.Files.Select(f => ((string?)s.Name, f.Path))).ToHashSet();
        var thesauri = ThesauriOf(left);
        return new()
        {
            Documents = documents,
            Index = new(() => whole.Index.Value.Without(isHidden, like?.Index.Value)),
            Links =
                !whole.HasLinks ? DocumentLinks.None
                // As in the whole: of many documents what changed is found before its links are known.
                : !whole.IsLinked && like?.HasLinks == true && TellsOfNone(like.Links, hidden) ? like.Links
                : DocumentLinks.Between(documents),
            Catalog = CatalogOf(left),
            Owners = whole.Owners,
            Thesaurus = thesauri.Count == ThesauriOf(whole.Snapshots).Count ? whole.Thesaurus : Thesaurus.WithBuiltIn(thesauri),
            Findings = FindingsOf(
                left,
                whole.Findings.Where(f => f.Code == FindingCodes.IdClash && leftFiles.Contains((f.Source, f.File)))
            ),
            Snapshots = left,
            Hidden = hidden,
        };
    }

    /// <summary>The same documents, linked; and with their index in one piece when that is due.</summary>
    public static KnowledgeParts LinkedAndMerged(KnowledgeParts parts) =>
        parts with
        {
            Index = parts.Index.Value is { WantsMerge: true } index ? new(index.Merged()) : parts.Index,
            Links = parts.IsLinked ? parts.Links : DocumentLinks.Between(parts.Documents),
        };

    /// <summary>The same with another text of one document; links and causes stay those of the old text.</summary>
    public static KnowledgeParts With(KnowledgeParts parts, Document document, Document replacement)
    {
        IReadOnlyList<Document> documents = [.. parts.Documents.Select(d => d == document ? replacement : d)];
        return parts with { Documents = documents, Index = new(() => parts.Index.Value.With(documents)) };
    }

    // What was read before of a page that is hidden now would still be told.
    private static bool TellsOfNone(DocumentLinks links, IReadOnlySet<Document> hidden)
    {
        var ids = hidden.Select(d => d.Id.Value).ToHashSet(StringComparer.Ordinal);
        return !links.Of.Any(d => ids.Contains(d.Id.Value));
    }

    private static IReadOnlyList<Finding> FindingsOf(IReadOnlyList<SourceSnapshot> sources, IEnumerable<Finding> clashes) =>
        [
            .. sources
                .SelectMany(s => s.Files)
                .SelectMany(f => f.Findings)
                .Concat(sources.SelectMany(s => s.Findings))
                .Concat(clashes)
                .OrderBy(f => f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Line)
                .ThenBy(f => f.Code, StringComparer.Ordinal),
        ];

    private static ServiceCatalog CatalogOf(IEnumerable<SourceSnapshot> sources) =>
        CatalogReader.Join([.. sources.SelectMany(s => s.Files).Select(f => f.Catalog).OfType<ServiceCatalog>()]);

    private static List<ThesaurusFile> ThesauriOf(IEnumerable<SourceSnapshot> sources) =>
        [.. sources.SelectMany(s => s.Files).Select(f => f.Thesaurus).OfType<ThesaurusFile>()];
}
