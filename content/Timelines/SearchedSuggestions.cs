namespace Knowledge.Content.Timelines;

/// <summary>The words that somebody searched for: quoted in a message that speaks of searching, else what follows "for".</summary>
internal static class SearchedSuggestions
{
    private static readonly string[] For =
    [
        "searched for ",
        "searching for ",
        "looked for ",
        "looking for ",
        "googled for ",
        "googled ",
        "no results for ",
        "no hits for ",
        "nothing found for ",
        "nothing for ",
        "anything for ",
        "looked up ",
    ];
    private static readonly string[] Ends =
    [
        " in the ",
        " in our ",
        " on the ",
        " but ",
        ", ",
        ": ",
        "; ",
        " and found ",
        " no results",
        " found nothing",
        " nothing",
    ];
    private const int MaxWords = 10;

    public static IEnumerable<TimelineSuggestion> From(IReadOnlyList<ChatEvent> events)
    {
        foreach (var item in events)
        {
            var text = SuggestionRules.Head(item.Text);
            if (!MessageKinds.IsSearch(text, ChatText.Words(text)))
                continue;
            var quotations = ChatText.Quotations(text);
            foreach (var (_, quotation) in quotations)
                yield return SuggestionRules.Of(SuggestionKind.Searched, quotation, evidence: item.Evidence);
            if (quotations.Count == 0 && item.Kind != MessageKind.Finding && Words(text) is { } words)
                yield return SuggestionRules.Of(SuggestionKind.Searched, words, evidence: item.Evidence);
        }
    }

    private static string? Words(string text)
    {
        foreach (var mark in For)
        {
            if (text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at))
                continue;
            var rest = ChatText.Sentence(text[(at + mark.Length)..]);
            foreach (var end in Ends)
                if (rest.IndexOf(end, StringComparison.OrdinalIgnoreCase) is > 0 and var cut)
                    rest = rest[..cut];
            rest = rest.Trim().TrimEnd('.', '!', '?', ',');
            if (rest.Length > 2 && rest.Split(' ').Length <= MaxWords)
                return rest;
        }
        return null;
    }
}
