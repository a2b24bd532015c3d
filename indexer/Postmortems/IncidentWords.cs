using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Postmortems;

/// <summary>One sentence or title, and its terms, each with the word as it was first written.</summary>
internal sealed record Phrase(string Text, IReadOnlyDictionary<string, string> Terms)
{
    public static Phrase Of(string text, TextLanguage language)
    {
        var terms = new Dictionary<string, string>();
        foreach (var token in Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(text, language)), language))
            // Dates and amounts are of one incident; codes such as 503 are not.
            if (
                !language.StopWords.Contains(token.Surface)
                && !language.StopWords.IsCourtesy(token.Surface)
                && (token.Kind != TokenKind.Number || token.Surface.Length == 3)
            )
                terms.TryAdd(token.Term, token.Surface);
        return new(text, terms);
    }
}

/// <summary>By what incidents are compared.</summary>
/// <param name="Seen">Title, symptoms and searched words.</param>
/// <param name="Summary">The beginning of the section of that name; without terms where there is none.</param>
/// <param name="Services">And failing components.</param>
internal sealed record IncidentWords(IReadOnlyList<Phrase> Seen, IReadOnlyList<Phrase> Causes, Phrase Summary, HashSet<string> Services)
{
    private const int MaxSummary = 600;
    private const int MaxPhrases = 40;

    /// <summary>All terms, each once.</summary>
    public IEnumerable<string> Terms => Seen.Concat(Causes).Append(Summary).SelectMany(p => p.Terms.Keys).Distinct();

    public static IncidentWords Of(Document document)
    {
        var front = document.FrontMatter;
        var language = TextLanguage.Of(document.Language);
        // The summary tells what happened; what was learned and is to be done is another matter.
        var summary =
            document.Sections.FirstOrDefault(s => s.Heading.StartsWith("Summary", StringComparison.OrdinalIgnoreCase))?.Text ?? "";
        return new(
            [
                .. document
                    .Symptoms.Concat(front.Searched)
                    .Prepend(document.Title)
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Take(MaxPhrases)
                    .Select(s => Phrase.Of(s, language)),
            ],
            [.. document.Causes.Take(MaxPhrases).Select(c => Phrase.Of(c.Text, language))],
            Phrase.Of(summary.Length <= MaxSummary ? summary : summary[..MaxSummary], language),
            front.Services.Concat(front.Failing).ToHashSet(StringComparer.OrdinalIgnoreCase)
        );
    }
}
