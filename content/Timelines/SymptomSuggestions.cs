namespace Knowledge.Content.Timelines;

/// <summary>What users saw: quoted words of those who report, or what follows "says that".</summary>
internal static class SymptomSuggestions
{
    // csharpier-ignore
    private static readonly string[] ReportingVerbs =
    [
        " says that ", " say that ", " reports that ", " report that ", " reported that ", " complain that ", " complains that ",
        " complained that ", " tells us that ", " told us that ", " says ", " say ", " reports ", " reported ",
    ];
    private static readonly string[] Priorities = ["P1:", "P2:", "SEV1:", "SEV2:", "Sev1:", "Sev2:", "sev1:", "sev2:", "p1:", "p2:"];

    public static IEnumerable<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events)
    {
        var corrected = SuggestionRules.ResolvedAt(events);
        foreach (var item in events.Take(corrected))
        {
            var text = SuggestionRules.Head(item.Text);
            var words = ChatText.Words(text);
            if (item.Kind is MessageKind.Hypothesis or MessageKind.DeadEnd or MessageKind.Alert)
                continue;
            var isReport = MessageLexicon.Any(words, MessageLexicon.Reporters) && !MessageKinds.IsSearch(text, words);
            var quotations = isReport ? ChatText.Quotations(text).Where(q => IsSentence(q.Text)).ToList() : [];
            foreach (var (_, quotation) in quotations)
                yield return SuggestionRules.Of(SuggestionKind.Symptom, quotation, evidence: item.Evidence);
            if (quotations.Count > 0)
                continue;
            if (
                Priorities.Select(p => (Mark: p, At: text.IndexOf(p, StringComparison.Ordinal))).FirstOrDefault(p => p.At >= 0) is
                { Mark: { } mark, At: var at }
            )
                yield return SuggestionRules.Of(
                    SuggestionKind.Symptom,
                    ChatText.Titled(ChatText.Sentence(text[(at + mark.Length)..])),
                    evidence: item.Evidence
                );
            else if (isReport && ReportedSymptom(text) is { } reported)
                yield return SuggestionRules.Of(SuggestionKind.Symptom, ChatText.Titled(reported), evidence: item.Evidence);
        }
    }

    // A name of a file or a setting in quotation marks is no symptom.
    private static bool IsSentence(string quotation) =>
        quotation.Contains(' ', StringComparison.Ordinal)
        && !quotation.Contains("\":", StringComparison.Ordinal)
        && !quotation.StartsWith('{');

    // People who call report a symptom; a log line is not a report by a user.
    // csharpier-ignore
    private static readonly string[] CallReports =
    [
        " rang: ", " rings: ", " calls: ", " called: ", " calling: ", " phoned: ", " writes: ", " wrote: ", " mailed: ",
        " reports: ", " reported: ", " complains: ", " complain: ", " on the phone: ",
    ];

    private static string? ReportedSymptom(string text)
    {
        foreach (var sentence in ChatText.Sentences(text))
        {
            foreach (var calling in CallReports)
                if (
                    sentence.IndexOf(calling, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                    && Words(sentence[(at + calling.Length)..]) is { } reporting
                )
                    return reporting;
            foreach (var saying in ReportingVerbs)
                if (
                    sentence.IndexOf(saying, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                    && MessageLexicon.Any(ChatText.Words(sentence[..at]), MessageLexicon.Outside)
                    && Words(sentence[(at + saying.Length)..]) is { } reported
                )
                    return reported;
        }
        return null;
    }

    private static string? Words(string text) => text.Length > 8 && text.Contains(' ', StringComparison.Ordinal) ? text : null;
}
