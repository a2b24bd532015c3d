using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>Which page answers words that once found nothing: searched once for each state of what is served, not at each look.</summary>
internal sealed class GapAnswers(LiveKnowledge live, TimeProvider time)
{
    private readonly ConditionalWeakTable<KnowledgeBase, ConcurrentDictionary<string, Document?>> looked = [];

    /// <summary>How many searches it took so far.</summary>
    public int Searches => searches;

    private int searches;

    /// <param name="knowledge">What whoever asks may see.</param>
    /// <returns>The page, and when it last changed as far as that is known; null when none answers them now.</returns>
    public (Document Page, DateTimeOffset? Since)? Of(RecordedGap gap, KnowledgeBase knowledge)
    {
        if (looked.GetOrCreateValue(knowledge).GetOrAdd(gap.Id, _ => Find(gap, knowledge)) is not { } page)
            return null;
        var since = live.TimesOf(page.Id)?.Changed;
        // What was there when nobody found an answer is none now: an alert's words may be a page's, and the alert has no runbook.
        return since < gap.Last ? null : (page, since);
    }

    // Asked again by words alone: nobody waits for an encoder to see a list. A page that perhaps answers leaves them open.
    private Document? Find(RecordedGap gap, KnowledgeBase knowledge)
    {
        Interlocked.Increment(ref searches);
        var found = knowledge.Search(new(Sentences.Truncate(gap.Query, SearchRequest.MaxQueryCharacters), 1), time.GetUtcNow());
        return found is { Confidence: Confidence.High, Hits: [var hit, ..] } ? knowledge.Find(hit.DocumentId) : null;
    }
}
