using System.Collections.Concurrent;

namespace Knowledge.Indexer.Postmortems;

/// <summary>What the postmortems of a knowledge base say together, worked out once for it.</summary>
public static class KnowledgePostmortems
{
    private sealed class Registers : ConcurrentDictionary<DateOnly, ActionRegister>;

    extension(KnowledgeBase knowledge)
    {
        /// <summary>Tells which earlier incidents and actions are like others.</summary>
        public PastIncidents Incidents => knowledge.Derived(k => new PastIncidents(k.Documents));

        /// <summary>What postmortems say is to be done, on a day.</summary>
        public ActionRegister ActionsOn(DateTimeOffset now) =>
            knowledge
                .Derived(_ => new Registers())
                .GetOrAdd(DateOnly.FromDateTime(now.UtcDateTime), _ => ActionRegister.Of(knowledge, now));
    }
}
