namespace Knowledge.Content.Timelines;

/// <summary>Suspicions that were wrong: what was suspected, why it was not that, and the minutes between the two.</summary>
internal static class DeadEndSuggestions
{
    // The longer ones first, where one begins another.
    // csharpier-ignore
    private static readonly string[] Openings =
    [
        "could it be that ", "could it be ", "could that be ", "could be that ", "could be ", "might be that ", "might be ",
        "may be that ", "may be ", "must be that ", "must be ", "i think that ", "i think it's ", "i think it is ", "i think ",
        "i suspect that ", "i suspect ", "we suspect that ", "we suspect ", "suspect ", "suspicion is that ", "suspicion is ",
        "suspicion: ", "my guess is that ", "my guess is ", "my guess: ", "i guess it's ", "i guess ", "my bet is ", "i bet it's ",
        "i bet ", "sounds like ", "smells like ", "looks like ", "my money is on ", "i assume that ", "i assume ", "presumably ",
        "most likely ", "likely ", "theory is that ", "theory is ", "what if ", "is it just the ", "is it the ", "i wonder if ",
        "i wonder whether ", "hypothesis: ", "what about ", "how about ", "did somebody change ", "did someone change ",
        "did you change ", "did the ", "did our ", "was it the ", "is this the ", "any chance it's ", "any chance ", "feels like ",
        "seems to be ", "i'm thinking ", "my hunch is ", "wondering if ", "prolly ", "probs ", "probably ", "perhaps ", "possibly ",
        "maybe ", "could ",
    ];

    // csharpier-ignore
    private static readonly string[] Fillers =
    [
        "it is because of ", "it's because of ", "it is that ", "it's that ", "that it is ", "it is ", "it's ", "that is ",
        "that's ", "is that ", "just ", "is ", "the ", "an ", "a ",
    ];
    private static readonly string[] Endings = [" anyway", " again", " then", " i think", " maybe", " or so", " though"];

    public static IEnumerable<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events)
    {
        var open = new List<(ChatEvent Said, string Suspicion, HashSet<string> Words)>();
        var closed = new List<HashSet<string>>();
        foreach (var item in events)
        {
            // Who gives one suspicion up may have the next in the same breath: first what is closed, then what is opened.
            if (item.Kind == MessageKind.DeadEnd && Refutation(item.Text) is { } why)
            {
                var words = ChatText.SignificantWords(SuggestionRules.Head(item.Text));
                var meant = open.Where(o => o.Words.Overlaps(words)).ToList();
                if (meant.Count == 0 && !closed.Any(c => c.Overlaps(words)) && open.Count > 0)
                    meant = [open[^1]];
                foreach (var (reason, suspicion, about) in meant)
                {
                    open.RemoveAll(o => o.Said == reason);
                    closed.Add(about);
                    yield return SuggestionRules.Of(
                        SuggestionKind.DeadEnd,
                        suspicion,
                        ChatText.Titled(why),
                        Minutes(reason, item),
                        reason.Evidence,
                        item.Evidence
                    );
                }
                if (meant.Count == 0 && !closed.Any(c => c.Overlaps(words)) && Denied(item.Text) is { } denied)
                {
                    closed.Add(ChatText.SignificantWords(denied));
                    yield return SuggestionRules.Of(SuggestionKind.DeadEnd, denied, ChatText.Titled(why), null, item.Evidence);
                }
            }
            if (item.Kind is MessageKind.Hypothesis or MessageKind.DeadEnd && Suspicion(item.Text) is { } suspected)
                open.Add((item, suspected, ChatText.SignificantWords(suspected)));
        }
    }

    private static int? Minutes(ChatEvent from, ChatEvent to) =>
        from.Elapsed is { } began && to.Elapsed is { } ended && ended >= began ? (int)Math.Round((ended - began).TotalMinutes) : null;

    /// <summary>What is suspected: what follows the words that say that it is a suspicion, up to the end of the clause.</summary>
    private static string? Suspicion(string text)
    {
        foreach (
            var sentence in ChatText.Sentences(SuggestionRules.Head(text)).Where(s => MessageKinds.OfSentence(s) == MessageKind.Hypothesis)
        )
        {
            var (at, length) = (-1, 0);
            foreach (var opening in Openings)
                if (
                    sentence.IndexOf(opening, StringComparison.OrdinalIgnoreCase) is >= 0 and var found
                    && (found == 0 || !char.IsLetter(sentence[found - 1]))
                    && (at < 0 || found < at)
                )
                    (at, length) = (found, opening.Length);
            var clause = at < 0 ? "" : Clause(sentence[(at + length)..]);
            // "The cache, probably": the suspicion stands in front.
            if (clause.Length < 3)
                clause = Clause(sentence);
            if (WithoutFillers(clause) is { Length: > 1 } suspicion)
                return ChatText.Titled(suspicion);
        }
        return null;
    }

    private static string Clause(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is '?' or ';' or '\n' || text[i] is ',' or '.' or ':' or '!' && (i + 1 >= text.Length || text[i + 1] == ' '))
                return text[..i].Trim();
        return text.Trim();
    }

    private static string WithoutFillers(string clause)
    {
        for (var again = true; again; )
        {
            again = false;
            foreach (var filler in Fillers)
                if (clause.StartsWith(filler, StringComparison.OrdinalIgnoreCase))
                    (clause, again) = (clause[filler.Length..].TrimStart(), true);
        }
        foreach (var ending in Endings)
            if (clause.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                clause = clause[..^ending.Length];
        return clause;
    }

    /// <summary>The sentence that gives the reason: the one with a fact where there are several, else the one that refutes.</summary>
    private static string? Refutation(string text)
    {
        var sentences = ChatText
            .Sentences(SuggestionRules.Head(text))
            .Where(s => MessageKinds.OfSentence(s) != MessageKind.Hypothesis)
            .ToList();
        return sentences.MaxBy(s => ChatText.SignificantWords(s).Count);
    }

    // "It is not the network": what was never said to be suspected, though it was.
    private static string? Denied(string text)
    {
        foreach (var mark in new[] { "not the ", "nothing to do with ", "isn't the ", "wasn't the ", "can't be the ", "cannot be the " })
            if (
                text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                && Clause(text[(at + mark.Length)..]) is { Length: > 2 and < 60 } denied
            )
                return ChatText.Titled(WithoutFillers(denied));
        return null;
    }
}
