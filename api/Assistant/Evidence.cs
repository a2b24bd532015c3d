using System.Text.RegularExpressions;
using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;

namespace Knowledge.Api.Assistant;

/// <summary>The sections that a search led to, as numbered sentences: all that a reply may cite.</summary>
internal static partial class Evidence
{
    public const int MaxSections = 8;

    private const int MaxSentences = 90;
    private const int MaxCharacters = 9_000;
    private const int MaxSentenceCharacters = 500;
    private const int MinSentenceCharacters = 8;

    // What answers a question, in the order in which somebody needs it.
    private static readonly SectionKind[] Answering =
    [
        SectionKind.Causes,
        SectionKind.Diagnosis,
        SectionKind.Remediation,
        SectionKind.Symptoms,
        SectionKind.Verification,
    ];

    public static IReadOnlyList<EvidenceSentence> Of(SearchResponse response, KnowledgeBase knowledge) =>
        Numbered(Sections(response, knowledge).Distinct().Take(MaxSections));

    /// <summary>All sections of one page.</summary>
    public static IReadOnlyList<EvidenceSentence> Of(Document document) => Numbered(document.Sections.Select(s => (document, s)));

    private static List<EvidenceSentence> Numbered(IEnumerable<(Document Document, Section Section)> sections)
    {
        var sentences = new List<EvidenceSentence>();
        var characters = 0;
        // Pages that are like each other say much in the same words: once is enough to cite.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (document, section) in sections)
        foreach (var text in Sentences(section.Text).Where(seen.Add))
        {
            if (sentences.Count == MaxSentences || (characters += text.Length) > MaxCharacters)
                return sentences;
            sentences.Add(new(sentences.Count + 1, text, document.Id.Value, document.Title, Urls.Of(document, section.Anchor)));
        }
        return sentences;
    }

    /// <summary>A section in sentences: its lines, and what ends within them.</summary>
    internal static IEnumerable<string> Sentences(string section) =>
        ChatEndpoint
            .Outgoing(section)
            .Split('\n')
            .SelectMany(line => End().Split(line))
            .Select(s => s.Trim())
            // A sentence that is cut could say something else.
            .Where(s => s.Length is >= MinSentenceCharacters and <= MaxSentenceCharacters && s.Any(char.IsLetter));

    // Those that the cards quote, what the first card's page says to the question, then those of the pages that match.
    private static IEnumerable<(Document Document, Section Section)> Sections(SearchResponse response, KnowledgeBase knowledge)
    {
        if (response.Answers.Count > 0 && knowledge.Find(response.Answers[0].DocumentId) is { } first)
            foreach (
                var section in first.Sections.Where(s => Answering.Contains(s.Kind)).OrderBy(s => Array.IndexOf(Answering, s.Kind)).Take(4)
            )
                yield return (first, section);
        foreach (var (id, url) in response.Answers.SelectMany(a => a.Evidence).Select(e => (e.DocumentId, e.Url)).Concat(HitsOf(response)))
            if (knowledge.Find(id) is { } document && SectionAt(document, url) is { } section)
                yield return (document, section);
    }

    private static IEnumerable<(string DocumentId, string Url)> HitsOf(SearchResponse response) =>
        response.Hits.Take(5).Select(h => (h.DocumentId, h.Url));

    private static Section? SectionAt(Document document, string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var anchor = hash < 0 ? "" : Uri.UnescapeDataString(url[(hash + 1)..]);
        return document.Sections.FirstOrDefault(s => s.Anchor == anchor);
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})", RegexOptions.None, 1000)]
    private static partial Regex End();
}
