namespace Knowledge.Content.Timelines;

/// <summary>What was found to be the cause: what follows "root cause:" or "turns out", or a sentence with "because".</summary>
internal static class CauseSuggestions
{
    // csharpier-ignore
    private static readonly string[] Named =
    [
        "root cause is that ", "root cause is ", "root cause was ", "root cause: ", "cause is that ", "cause is ", "cause was ",
        "cause: ", "turns out that ", "turns out: ", "turns out ", "turned out that ", "turned out ", "reason is that ",
        "reason is ", "reason was ", "culprit is ", "culprit was ", "culprit: ", "culprit, ", "to blame is ", "explanation: ",
    ];
    private static readonly string[] Linked = [" because ", " because of ", " due to ", " caused by ", " triggered by ", " to blame "];
    private static readonly string[] Found = [" found it ", " that's the cause ", " that is the cause ", " that's it ", " that was it "];

    public static IEnumerable<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events)
    {
        var stated = events
            .Where(e => e.Kind is MessageKind.Finding or MessageKind.Other or MessageKind.Communication or MessageKind.DeadEnd)
            .ToList();
        foreach (var item in stated)
        {
            var sentences = ChatText.Sentences(SuggestionRules.Head(item.Text));
            var any = false;
            for (var i = 0; i < sentences.Count; i++)
                if (Cause(sentences[i]) is { } cause)
                {
                    any = true;
                    yield return SuggestionRules.Of(SuggestionKind.Cause, ChatText.Titled(cause), evidence: item.Evidence);
                }
            if (any || item.Kind != MessageKind.Finding)
                continue;
            // "Found it. The disk is full."
            if (sentences.Count > 1 && sentences.ToList().FindIndex(s => MessageLexicon.Any(ChatText.Words(s), Found)) is >= 0 and var at)
                yield return SuggestionRules.Of(
                    SuggestionKind.Cause,
                    ChatText.Titled(sentences[at + 1 < sentences.Count ? at + 1 : at - 1]),
                    evidence: item.Evidence
                );
        }
    }

    private static string? Cause(string sentence)
    {
        if (
            sentence.EndsWith('?')
            || MessageKinds.OfSentence(sentence) is MessageKind.Hypothesis or MessageKind.DeadEnd or MessageKind.Decision
        )
            return null;
        foreach (var mark in Named)
            if (
                sentence.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                && (at == 0 || sentence[at - 1] == ' ')
                && sentence[(at + mark.Length)..].Trim() is { Length: > 3 } cause
                && !cause.StartsWith("not ", StringComparison.OrdinalIgnoreCase)
            )
                return cause;
        return MessageLexicon.Any(ChatText.Words(sentence), Linked) ? WithoutOpening(sentence) : null;
    }

    private static string WithoutOpening(string sentence)
    {
        foreach (var opening in new[] { "so, ", "so ", "ok, ", "ok ", "and ", "but " })
            if (sentence.StartsWith(opening, StringComparison.OrdinalIgnoreCase))
                return sentence[opening.Length..];
        return sentence;
    }
}
