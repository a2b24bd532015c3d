using System.Collections.Concurrent;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>How each postmortem of a knowledge base stands, worked out once for it: pages, lists and several checks ask the same.</summary>
public static class KnowledgeSurfaces
{
    private sealed class Matrices : ConcurrentDictionary<(Document Postmortem, DateOnly Today), PatchMatrix>;

    private sealed class Replays() : ConcurrentDictionary<Document, IReadOnlyList<SearchReplay>>(ReferenceEqualityComparer.Instance);

    extension(KnowledgeBase knowledge)
    {
        /// <summary>How the surfaces of a postmortem stand.</summary>
        public PatchMatrix PatchesOf(Document postmortem, DateTimeOffset now) =>
            knowledge
                .Derived(_ => new Matrices())
                .GetOrAdd((postmortem, DateOnly.FromDateTime(now.UtcDateTime)), key => PatchMatrix.Of(key.Postmortem, knowledge, now));

        /// <summary>
        /// What was searched on the day of an incident, done again. Without the postmortem's own quotation it takes an index of its
        /// own, so it is asked for, not shown by the way.
        /// </summary>
        public IReadOnlyList<ReplayedSearch> ReplaySearches(Document postmortem) =>
            [
                .. knowledge
                    .ReplaysOf(postmortem)
                    .Zip(
                        SearchReplay.WithoutQuotation(postmortem, knowledge),
                        (with, without) => new ReplayedSearch(with.Query, with.CardRank, with.HitRank, without.HitRank, with.Problem)
                    ),
            ];

        /// <summary>What was searched on the day of an incident, done again.</summary>
        internal IReadOnlyList<SearchReplay> ReplaysOf(Document postmortem) =>
            knowledge.Derived(_ => new Replays()).GetOrAdd(postmortem, d => SearchReplay.Of(d, knowledge));
    }
}
