namespace Knowledge.Content.Timelines;

/// <summary>All that a timeline suggests for a postmortem, by kind and in the order in which it was said.</summary>
internal static class SuggestionRules
{
    /// <summary>Of each kind; who pastes a month of a channel gets the first of it.</summary>
    private const int MaxSuggestions = 40;

    public static IReadOnlyList<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events) =>
        [
            .. Numbered(SymptomSuggestions.From(events)),
            .. Numbered(SearchedSuggestions.From(events)),
            .. Numbered(CauseSuggestions.From(events)),
            .. Numbered(DeadEndSuggestions.From(events)),
            .. Numbered(StaysGreenSuggestions.From(events)),
        ];

    /// <summary>From this message on green is the truth: the first that says that all works again, and no suspicion follows.</summary>
    public static int ResolvedAt(IReadOnlyList<ChatEvent> events)
    {
        var from = events.Count;
        for (var i = events.Count - 1; i >= 0 && events[i].Kind is not (MessageKind.Hypothesis or MessageKind.DeadEnd); i--)
            if (MessageLexicon.Any(ChatText.Words(Head(events[i].Text)), MessageLexicon.Resolved))
                from = i;
        return from;
    }

    /// <summary>As much of a message as is looked at.</summary>
    public static string Head(string text) => text.Length <= 2_000 ? text : text[..2_000];

    public static TimelineSuggestion Of(
        SuggestionKind kind,
        string text,
        string? detail = null,
        int? minutes = null,
        params IReadOnlyList<Evidence> evidence
    ) =>
        new(
            "",
            kind,
            Knowledge.Content.Text.Sentences.Truncate(Line(text), 300),
            detail is null ? null : Knowledge.Content.Text.Sentences.Truncate(Line(detail), 300),
            minutes,
            evidence
        );

    private static IEnumerable<TimelineSuggestion> Numbered(IEnumerable<TimelineSuggestion> suggestions)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ids = new HashSet<string>();
        foreach (var suggestion in suggestions.Where(s => s.Text.Length > 1 && seen.Add(ChatText.Words(s.Text))).Take(MaxSuggestions))
        {
            var name = suggestion.Kind switch
            {
                SuggestionKind.DeadEnd => "dead-end",
                SuggestionKind.StaysGreen => "stays-green",
                var kind => kind.ToString().ToLowerInvariant(),
            };
            var id = $"{name}-{suggestion.Evidence[0].Line}";
            for (var n = 2; !ids.Add(id); n++)
                id = $"{name}-{suggestion.Evidence[0].Line}-{n}";
            yield return suggestion with
            {
                Id = id,
            };
        }
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
