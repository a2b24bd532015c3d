using System.Collections.Concurrent;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems;

/// <summary>What a knowledge base says of its postmortems, worked out once for it: pages, lists and several checks ask the same.</summary>
public static class KnowledgePostmortems
{
    private sealed class Known
    {
        public ConcurrentDictionary<(Document Postmortem, DateOnly Today), PatchMatrix> Patches { get; } = new();
        public ConcurrentDictionary<Document, IReadOnlyList<SearchReplay>> Replays { get; } = new(ReferenceEqualityComparer.Instance);
        public ConcurrentDictionary<DateOnly, ActionRegister> Actions { get; } = new();
    }

    private static Known Of(KnowledgeBase knowledge) => knowledge.Derived(_ => new Known());

    extension(KnowledgeBase knowledge)
    {
        /// <summary>Tells which earlier incidents and actions are like others.</summary>
        public PastIncidents Incidents => knowledge.Derived(k => new PastIncidents(k.Documents));

        /// <summary>How the surfaces of a postmortem stand.</summary>
        public PatchMatrix PatchesOf(Document postmortem, DateTimeOffset now) =>
            Of(knowledge)
                .Patches.GetOrAdd(
                    (postmortem, DateOnly.FromDateTime(now.UtcDateTime)),
                    key => PatchMatrix.Of(key.Postmortem, knowledge, now)
                );

        /// <summary>What postmortems say is to be done, on a day.</summary>
        public ActionRegister ActionsOn(DateTimeOffset now) =>
            Of(knowledge).Actions.GetOrAdd(DateOnly.FromDateTime(now.UtcDateTime), _ => ActionRegister.Of(knowledge, now));

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
            Of(knowledge).Replays.GetOrAdd(postmortem, d => SearchReplay.Of(d, knowledge));
    }
}
