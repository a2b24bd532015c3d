namespace Knowledge.Content.Timelines;

/// <summary>Checks that were green while the failure went on, and what is said of what they do not see.</summary>
internal static class StaysGreenSuggestions
{
    private static readonly string[] Pronouns = ["it ", "they ", "that ", "this ", "which "];

    public static IEnumerable<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events)
    {
        var checks = new List<(TimelineSuggestion Suggestion, HashSet<string> Words)>();
        foreach (var item in events.Take(SuggestionRules.ResolvedAt(events)))
        {
            if (item.Kind is not (MessageKind.Finding or MessageKind.Other or MessageKind.Hypothesis))
                continue;
            foreach (var sentence in ChatText.Sentences(SuggestionRules.Head(item.Text)))
            {
                if (MessageKinds.OfSentence(sentence) is MessageKind.Hypothesis or MessageKind.DeadEnd or MessageKind.Question)
                    continue;
                var clauses = Clauses(sentence);
                for (var i = 0; i < clauses.Count; i++)
                {
                    var words = ChatText.Words(clauses[i]);
                    if (MessageLexicon.Any(words, MessageLexicon.BlindSpots) && AboutEarlier(checks, sentence, item) is { } known)
                    {
                        checks[known] = (
                            checks[known].Suggestion with
                            {
                                Detail = ChatText.Titled(clauses[i]),
                                Evidence = [.. checks[known].Suggestion.Evidence, item.Evidence],
                            },
                            checks[known].Words
                        );
                        break;
                    }
                    // That some users are well says who is hit, and checks nothing.
                    if (!MessageLexicon.Any(words, MessageLexicon.StaysGreen) || MessageLexicon.Any(words, MessageLexicon.Outside))
                        continue;
                    var check = Check(clauses, i, item.Text);
                    var blind = i + 1 < clauses.Count && IsLimit(clauses[i + 1]) ? clauses[i + 1] : null;
                    checks.Add(
                        (
                            SuggestionRules.Of(
                                SuggestionKind.StaysGreen,
                                ChatText.Titled(check),
                                blind is null ? null : ChatText.Titled(blind),
                                null,
                                item.Evidence
                            ),
                            ChatText.SignificantWords(check)
                        )
                    );
                }
            }
        }
        return checks.Select(c => c.Suggestion);
    }

    // What follows a green check and begins with it, or speaks of nothing, says what the check does not see.
    private static bool IsLimit(string clause)
    {
        var words = ChatText.Words(clause);
        return MessageLexicon.Any(words, MessageLexicon.BlindSpots)
            || Pronouns.Any(p => clause.StartsWith(p, StringComparison.OrdinalIgnoreCase))
                && !MessageLexicon.Any(words, MessageLexicon.StaysGreen);
    }

    /// <summary>
    /// The check that a remark about blindness is about: the last one when it shares a distinctive word, an earlier one when it shares
    /// two.
    /// </summary>
    private static int? AboutEarlier(List<(TimelineSuggestion Suggestion, HashSet<string> Words)> checks, string sentence, ChatEvent item)
    {
        var words = ChatText.SignificantWords(sentence);
        for (var i = checks.Count - 1; i >= 0; i--)
            if (
                checks[i].Suggestion.Evidence[0] != item.Evidence
                && checks[i].Words.Count(words.Contains) >= (i == checks.Count - 1 ? 1 : 2)
            )
                return i;
        return null;
    }

    // "It shows no warnings": the clause before says what.
    private static string Check(IReadOnlyList<string> clauses, int at, string text)
    {
        if (!Pronouns.Any(p => clauses[at].StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            return clauses[at];
        if (at > 0)
            return $"{clauses[at - 1]}, {clauses[at]}";
        var before = text.IndexOf(clauses[at], StringComparison.Ordinal);
        var earlier = before > 0 ? Clauses(text[..before].TrimEnd().TrimEnd('.', '!', ';')) : [];
        return earlier.Count > 0 ? $"{earlier[^1]}; {clauses[at]}" : clauses[at];
    }

    /// <summary>The parts of a sentence between commas and "but"; commas inside brackets and quotation marks part nothing.</summary>
    private static List<string> Clauses(string sentence)
    {
        var clauses = new List<string>();
        var (start, depth, isQuoted) = (0, 0, false);
        for (var i = 0; i < sentence.Length; i++)
        {
            if (sentence[i] is '{' or '(' or '[')
                depth++;
            else if (sentence[i] is '}' or ')' or ']')
                depth = Math.Max(0, depth - 1);
            else if (sentence[i] == '"')
                isQuoted = !isQuoted;
            else if (depth == 0 && !isQuoted && sentence[i] == ',' && i + 1 < sentence.Length && sentence[i + 1] == ' ')
                Cut(i, i + 1);
            else if (depth == 0 && !isQuoted && sentence.AsSpan(i).StartsWith(" but ", StringComparison.OrdinalIgnoreCase))
                Cut(i, i + 5);
        }
        Cut(sentence.Length, sentence.Length);
        return clauses;

        void Cut(int end, int next)
        {
            if (sentence[start..Math.Max(start, end)].Trim().TrimEnd('.', '!', '?', ';') is { Length: > 0 } clause)
                clauses.Add(clause);
            start = next;
        }
    }
}
