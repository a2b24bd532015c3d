using System.Runtime.CompilerServices;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>Feedback on pages, kept before it counts, and what searches learn of it.</summary>
public sealed class LiveFeedback
{
    // Names that nobody checks are not kept.
    private const string Everybody = "somebody";

    // Where nobody signs in names are made up freely: it brings up what nothing else answers, moves what answers by itself by one place,
    // and orders no cards.
    private static readonly FeedbackLimits OneVoice = new(MaxVotes: 1, MaxPlaces: 1, MaxVotesOnCards: 0);

    private readonly StoreAccess store;
    private readonly TimeProvider time;
    private readonly bool hasSignIn;
    private volatile DecayedPhrases? decayed;

    // One for all who see the same.
    private readonly ConditionalWeakTable<LexicalIndex, IndexedPhrases> indexed = [];

    /// <param name="hasSignIn">Whether an actor is who they say; else all are one voice, and the last word holds.</param>
    internal LiveFeedback(StoreAccess store, TimeProvider time, bool hasSignIn) =>
        (this.store, this.time, this.hasSignIn) = (store, time, hasSignIn);

    // Voices fade by the day.
    private sealed record DecayedPhrases(IReadOnlyList<Feedback> Of, DateOnly Day, SearchPhrases Phrases);

    private sealed record IndexedPhrases(SearchPhrases Of, LearnedPhrases? Phrases);

    /// <summary>The phrases of pages as they count today.</summary>
    public SearchPhrases Phrases
    {
        get
        {
            var (all, now) = (All, time.GetUtcNow());
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            if (decayed is { } known && known.Of == all && known.Day == today)
                return known.Phrases;
            var phrases = SearchPhrases.Of(hasSignIn ? all : all.GroupBy(f => (f.Key, f.DocumentId)).Select(g => g.Last()), now);
            decayed = new(all, today, phrases);
            return phrases;
        }
    }

    private IReadOnlyList<Feedback> All => store.Use(s => s.Feedback.All) ?? [];

    /// <summary>Keeps whether a page helped; false when it could not be kept, and then it does not count.</summary>
    /// <param name="helped">Null takes back what the actor said.</param>
    public bool Record(string query, string documentId, bool? helped, string actor) =>
        store.Use(s =>
        {
            var kept = Feedback.StoredForm(query);
            if (helped is { } vote)
                s.Feedback.Record(new(kept, documentId, vote, hasSignIn ? actor : Everybody, time.GetUtcNow()));
            else
                s.Feedback.Forget(kept, documentId, hasSignIn ? actor : null);
            return true;
        });

    /// <summary>Forgets all that anybody said of a query and a page; false when the store could not be written.</summary>
    public bool Forget(string query, string documentId) =>
        store.Use(s =>
        {
            s.Feedback.Forget(Feedback.StoredForm(query), documentId, null);
            return true;
        });

    /// <summary>What somebody said of pages for a query: true where a page helped.</summary>
    public IReadOnlyDictionary<string, bool> VotesBy(string actor, string query)
    {
        var all = All;
        if (all.Count == 0)
            return new Dictionary<string, bool>();
        var key = Feedback.KeyOf(Feedback.StoredForm(query));
        return all.Where(f => (!hasSignIn || f.Actor == actor) && f.Key == key)
            .GroupBy(f => f.DocumentId)
            .ToDictionary(g => g.Key, g => g.Last().Helped);
    }

    /// <summary>What is learned of the pages of an index; null when nothing is.</summary>
    internal LearnedPhrases? For(LexicalIndex index, SearchPhrases phrases)
    {
        if (phrases.IsEmpty)
            return null;
        if (indexed.TryGetValue(index, out var known) && known.Of == phrases)
            return known.Phrases;
        var learned = LearnedPhrases.Of(phrases, index, hasSignIn ? FeedbackLimits.None : OneVoice);
        indexed.AddOrUpdate(index, new(phrases, learned));
        return learned;
    }
}
