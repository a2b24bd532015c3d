namespace Knowledge.Content.Timelines;

/// <summary>Classes the messages of a chat by what they say, and by what was suspected before.</summary>
internal static class MessageKinds
{
    /// <summary>Longer messages are classed by their beginning.</summary>
    private const int MaxCharacters = 2_000;
    private const int MaxSentences = 12;

    /// <summary>A suspicion that nobody speaks of for this many messages is not open any more.</summary>
    private const int HypothesisWindow = 40;

    /// <summary>Within this many messages "still empty" says that what was done or suspected was of no use.</summary>
    private const int AttemptWindow = 6;

    /// <summary>With so many distinctive words a statement is news, though no phrase says of which kind.</summary>
    private const int NewsFrom = 3;

    // csharpier-ignore
    private static readonly string[] CauseQuestions =
    [
        " is it ", " was it ", " is this ", " was this ", " did the ", " did our ", " did we ", " did you ", " did somebody ",
        " did someone ", " has the ", " has anyone changed ", " has somebody changed ", " what about ", " how about ",
    ];

    // In a message that does several things, what the reader of a timeline must not miss comes first.
    private static readonly MessageKind[] ByWeight =
    [
        MessageKind.Alert,
        MessageKind.DeadEnd,
        MessageKind.Decision,
        MessageKind.Hypothesis,
        MessageKind.Action,
        MessageKind.Communication,
        MessageKind.Finding,
        MessageKind.Question,
    ];

    public static IReadOnlyList<MessageKind> Of(IReadOnlyList<ChatMessage> messages)
    {
        var kinds = new List<MessageKind>(messages.Count);
        var open = new Queue<(int At, HashSet<string> Words)>();
        var attempt = -AttemptWindow - 1;
        for (var i = 0; i < messages.Count; i++)
        {
            while (open.TryPeek(out var oldest) && i - oldest.At > HypothesisWindow)
                open.Dequeue();
            var (kind, suspicion) = Of(messages[i], open, i <= attempt + AttemptWindow);
            if (kind is MessageKind.Action or MessageKind.Hypothesis)
                attempt = i;
            if (suspicion is not null)
                open.Enqueue((i, ChatText.SignificantWords(suspicion)));
            kinds.Add(kind);
        }
        return kinds;
    }

    /// <summary>The kind of one sentence, without what was said before; what suggestions are taken from.</summary>
    public static MessageKind OfSentence(string sentence)
    {
        var words = ChatText.Words(sentence);
        if (MessageLexicon.Any(words, MessageLexicon.Refuted))
            return MessageKind.DeadEnd;
        if (MessageLexicon.Any(words, MessageLexicon.CauseFound) && !MessageLexicon.Any(words, MessageLexicon.Suspected))
            return MessageKind.Finding;
        if (IsDecision(words))
            return MessageKind.Decision;
        if (MessageLexicon.Any(words, MessageLexicon.Suspected))
            return MessageKind.Hypothesis;
        if (IsAction(words))
            return MessageKind.Action;
        if (sentence.TrimEnd().EndsWith('?'))
            return AsksForCause(words) ? MessageKind.Hypothesis : MessageKind.Question;
        if (MessageLexicon.Any(words, MessageLexicon.StaysGreen))
            return MessageKind.Finding;
        if (MessageLexicon.Any(words, MessageLexicon.Communicated) || IsReport(sentence, words))
            return MessageKind.Communication;
        return IsFinding(sentence, words) ? MessageKind.Finding : MessageKind.Other;
    }

    private static (MessageKind Kind, string? Suspicion) Of(
        ChatMessage message,
        IEnumerable<(int At, HashSet<string> Words)> open,
        bool isAfterAttempt
    )
    {
        var text = message.Text.Length <= MaxCharacters ? message.Text : message.Text[..MaxCharacters];
        var words = ChatText.Words(text);
        if (message.IsBot && (Bots.IsMonitoring(message.Author) || MessageLexicon.Any(words, MessageLexicon.Alerted)))
            return (MessageKind.Alert, null);
        if (MessageLexicon.Any(words, MessageLexicon.Alerted) && !words.Contains('?', StringComparison.Ordinal))
            return (MessageKind.Alert, null);

        var found = new HashSet<MessageKind>();
        string? suspicion = null;
        var knowsCause = false;
        foreach (var sentence in ChatText.Sentences(text).Take(MaxSentences))
        {
            var kind = OfSentence(sentence);
            if (
                kind is not (MessageKind.Hypothesis or MessageKind.DeadEnd or MessageKind.Question or MessageKind.Decision)
                && (Clears(sentence, open) || (isAfterAttempt && IsStillSo(sentence)))
            )
                kind = MessageKind.DeadEnd;
            if (kind == MessageKind.Hypothesis)
                suspicion ??= sentence;
            if (kind == MessageKind.Finding && MessageLexicon.Any(ChatText.Words(sentence), MessageLexicon.CauseFound))
                knowsCause = true;
            found.Add(kind);
        }
        // Who has found the cause may say in the same breath what it was not.
        if (knowsCause)
            return (MessageKind.Finding, suspicion);
        if (!found.Contains(MessageKind.DeadEnd) && IsSearch(text, words))
            return (MessageKind.Other, suspicion);
        foreach (var kind in ByWeight)
            if (found.Contains(kind))
                return (kind, suspicion);
        return (ChatText.SignificantWords(text).Count >= NewsFrom ? MessageKind.Finding : MessageKind.Other, suspicion);
    }

    /// <summary>Whether a sentence says that what is suspected just now is in order, or is not it.</summary>
    private static bool Clears(string sentence, IEnumerable<(int At, HashSet<string> Words)> open)
    {
        var words = ChatText.Words(sentence);
        var isCleared = MessageLexicon.Any(words, MessageLexicon.Cleared);
        var suspected = open.SelectMany(o => o.Words).ToHashSet();
        if (suspected.Count == 0)
            return false;
        if (isCleared && ChatText.SignificantWords(sentence).Overlaps(suspected))
            return true;
        // "Not wifi then": the word that is suspected right behind the one that denies it.
        var list = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < list.Length; i++)
            if (MessageLexicon.Negations.Contains(list[i]))
                for (var j = i + 1; j < list.Length && j <= i + Reach; j++)
                    if (ChatText.SignificantWords(list[j]).Overlaps(suspected))
                        return true;
        return false;
    }

    /// <summary>Words between a denial and what it denies.</summary>
    private const int Reach = 3;

    private static bool IsStillSo(string sentence)
    {
        var words = ChatText.Words(sentence);
        var still = words.IndexOf(" still ", StringComparison.Ordinal);
        return still >= 0 && MessageLexicon.Any(words[(still + 6)..], MessageLexicon.Failing);
    }

    // "Did somebody change the firewall?" is a suspicion with a question mark; "is it all users?" asks how far it goes.
    private static bool AsksForCause(string words) =>
        CauseQuestions.Any(q =>
            words.StartsWith(q, StringComparison.Ordinal)
            || words.StartsWith(" or" + q, StringComparison.Ordinal)
            || words.StartsWith(" so" + q, StringComparison.Ordinal)
        )
        && !words.Contains(" all ", StringComparison.Ordinal)
        && !words.Contains(" only ", StringComparison.Ordinal)
        && !words.Contains(" known ", StringComparison.Ordinal)
        && !words.Contains(" done ", StringComparison.Ordinal)
        && ChatText.SignificantWords(words).Count > 0;

    /// <summary>Whether somebody looked for help and tells of it.</summary>
    public static bool IsSearch(string text, string words) =>
        MessageLexicon.Any(words, MessageLexicon.Searched)
        || (
            MessageLexicon.Any(words, MessageLexicon.Places)
            && MessageLexicon.Any(words, MessageLexicon.Nothing)
            && ChatText.Quotations(text).Count > 0
        );

    private static bool IsDecision(string words) =>
        MessageLexicon.Any(words, MessageLexicon.Decided) && !MessageLexicon.Any(words, MessageLexicon.NotDecided);

    private static bool IsAction(string words)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (MessageLexicon.ActionVerbs.Contains(word))
                return true;
            else if (!MessageLexicon.BeforeActionVerbs.Contains(word))
                return false;
        return false;
    }

    // The words of somebody outside; what a log says stands in no sentence.
    private static bool IsReport(string sentence, string words) =>
        MessageLexicon.Any(words, MessageLexicon.Reporters)
        && ChatText
            .Quotations(sentence)
            .Any(q =>
                q.Text.Contains(' ', StringComparison.Ordinal)
                && !q.Text.Contains('{', StringComparison.Ordinal)
                && !sentence.Contains('{', StringComparison.Ordinal)
            );

    private static bool IsFinding(string sentence, string words) =>
        MessageLexicon.Any(words, MessageLexicon.CauseFound)
        || MessageLexicon.Any(words, MessageLexicon.Seen)
        || MessageLexicon.Any(words, MessageLexicon.BlindSpots)
        || sentence.Contains('`', StringComparison.Ordinal)
        || sentence.Contains('{', StringComparison.Ordinal)
        || words.Contains('%', StringComparison.Ordinal);
}
