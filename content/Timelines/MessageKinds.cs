namespace Knowledge.Content.Timelines;

/// <summary>Classes the messages of a chat by what they say, and by what was suspected before.</summary>
internal static class MessageKinds
{
    /// <summary>Longer messages are classed by their beginning.</summary>
    private const int MaxCharacters = 2_000;
    private const int MaxSentences = 12;

    /// <summary>A suspicion that nobody speaks of for this many messages is not open any more.</summary>
    private const int OpenFor = 40;

    // In a message that does several things, what the reader of a timeline must not miss comes first.
    private static readonly MessageKind[] ByWeight =
        [MessageKind.Alert, MessageKind.DeadEnd, MessageKind.Decision, MessageKind.Hypothesis, MessageKind.Action, MessageKind.Communication, MessageKind.Finding, MessageKind.Question];

    public static IReadOnlyList<MessageKind> Of(IReadOnlyList<ChatMessage> messages)
    {
        var kinds = new List<MessageKind>(messages.Count);
        var open = new Queue<(int At, HashSet<string> Words)>();
        for (var i = 0; i < messages.Count; i++)
        {
            while (open.TryPeek(out var oldest) && i - oldest.At > OpenFor) open.Dequeue();
            var (kind, suspicion) = Of(messages[i], open);
            if (suspicion is not null) open.Enqueue((i, ChatText.Telling(suspicion)));
            kinds.Add(kind);
        }
        return kinds;
    }

    /// <summary>The kind of one sentence, without what was said before; what suggestions are taken from.</summary>
    public static MessageKind OfSentence(string sentence)
    {
        var words = ChatText.Words(sentence);
        if (MessageLexicon.Any(words, MessageLexicon.Refuted)) return MessageKind.DeadEnd;
        if (MessageLexicon.Any(words, MessageLexicon.CauseFound) && !MessageLexicon.Any(words, MessageLexicon.Suspected)) return MessageKind.Finding;
        if (IsDecision(words)) return MessageKind.Decision;
        if (MessageLexicon.Any(words, MessageLexicon.Suspected)) return MessageKind.Hypothesis;
        if (IsDeed(words)) return MessageKind.Action;
        if (sentence.TrimEnd().EndsWith('?')) return MessageKind.Question;
        if (MessageLexicon.Any(words, MessageLexicon.Green)) return MessageKind.Finding;
        if (MessageLexicon.Any(words, MessageLexicon.Told) || IsReport(sentence, words)) return MessageKind.Communication;
        return IsFinding(sentence, words) ? MessageKind.Finding : MessageKind.Other;
    }

    private static (MessageKind Kind, string? Suspicion) Of(ChatMessage message, IEnumerable<(int At, HashSet<string> Words)> open)
    {
        var text = message.Text.Length <= MaxCharacters ? message.Text : message.Text[..MaxCharacters];
        var words = ChatText.Words(text);
        if (message.IsBot && (Bots.IsMonitoring(message.Author) || MessageLexicon.Any(words, MessageLexicon.Alerted))) return (MessageKind.Alert, null);
        if (MessageLexicon.Any(words, MessageLexicon.Alerted) && !words.Contains('?', StringComparison.Ordinal)) return (MessageKind.Alert, null);

        var found = new HashSet<MessageKind>();
        string? suspicion = null;
        var knowsCause = false;
        foreach (var sentence in ChatText.Sentences(text).Take(MaxSentences))
        {
            var kind = OfSentence(sentence);
            if (kind is not (MessageKind.Hypothesis or MessageKind.DeadEnd or MessageKind.Question or MessageKind.Decision) && Clears(sentence, open)) kind = MessageKind.DeadEnd;
            if (kind == MessageKind.Hypothesis) suspicion ??= sentence;
            if (kind == MessageKind.Finding && MessageLexicon.Any(ChatText.Words(sentence), MessageLexicon.CauseFound)) knowsCause = true;
            found.Add(kind);
        }
        // Who has found the cause may say in the same breath what it was not.
        if (knowsCause) return (MessageKind.Finding, suspicion);
        if (!found.Contains(MessageKind.DeadEnd) && MessageLexicon.Any(words, MessageLexicon.Searched)) return (MessageKind.Other, suspicion);
        foreach (var kind in ByWeight)
            if (found.Contains(kind)) return (kind, suspicion);
        return (MessageKind.Other, suspicion);
    }

    /// <summary>Whether a sentence says that what is suspected just now is in order.</summary>
    private static bool Clears(string sentence, IEnumerable<(int At, HashSet<string> Words)> open)
    {
        if (!MessageLexicon.Any(ChatText.Words(sentence), MessageLexicon.Cleared)) return false;
        var telling = ChatText.Telling(sentence);
        return open.Any(o => o.Words.Overlaps(telling));
    }

    private static bool IsDecision(string words) => MessageLexicon.Any(words, MessageLexicon.Decided) && !MessageLexicon.Any(words, MessageLexicon.NotDecided);

    private static bool IsDeed(string words)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (MessageLexicon.Deeds.Contains(word)) return true;
            else if (!MessageLexicon.BeforeDeeds.Contains(word)) return false;
        return false;
    }

    // The words of somebody outside; what a log says stands in no sentence.
    private static bool IsReport(string sentence, string words) =>
        MessageLexicon.Any(words, MessageLexicon.Reporters) && ChatText.Quotations(sentence).Any(q => q.Text.Contains(' ', StringComparison.Ordinal) && !q.Text.Contains('{', StringComparison.Ordinal) && !sentence.Contains('{', StringComparison.Ordinal));

    private static bool IsFinding(string sentence, string words) =>
        MessageLexicon.Any(words, MessageLexicon.CauseFound) || MessageLexicon.Any(words, MessageLexicon.Seen) || MessageLexicon.Any(words, MessageLexicon.Blind) || sentence.Contains('`', StringComparison.Ordinal) || sentence.Contains('{', StringComparison.Ordinal) || words.Contains('%', StringComparison.Ordinal);
}
