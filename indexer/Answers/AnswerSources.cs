using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>Which pages may give an answer, and to what.</summary>
internal static class AnswerSources
{
    /// <summary>A page of fewer characters that says neither what to check nor what to do has not been written yet.</summary>
    private const int MinCharacters = 120;

    /// <summary>Of a short question so much must stand in titles and headings of a page that says how it is done.</summary>
    private const double HowToShare = 0.5;

    /// <summary>The same of titles alone for what a word means.</summary>
    private const double MeaningShare = 0.9;

    /// <summary>Whether it can be what an answer is about; a rule that leads to no runbook and an unfinished page cannot.</summary>
    /// <param name="runbooksOf">The runbooks that an alert rule leads to.</param>
    public static bool IsSource(Document document, Func<Document, IReadOnlyList<Document>> runbooksOf) =>
        document.Kind == DocumentKind.Alert ? runbooksOf(document).Count > 0 : !IsUnfinished(document);

    /// <summary>Whether what a page names may be an answer. A postmortem without a cause and without steps tells of an incident.</summary>
    public static bool MayName(Document document) =>
        CauseCatalog.IsStatedBy(document) || (document.Kind == DocumentKind.Postmortem ? HasSteps(document) : !IsUnfinished(document));

    /// <summary>
    /// Whether a page is about what is asked, by its titles and headings. Of a longer question for a procedure the ranking tells: two
    /// words stand on many pages.
    /// </summary>
    public static bool IsAbout(Document page, QueryIntent intent, bool isShort, Func<IReadOnlySet<string>, double> relevance)
    {
        var titles = Passages.Titles(page);
        return intent == QueryIntent.Meaning
            ? relevance(TermsOf(titles)) >= MeaningShare
            : !isShort || relevance(TermsOf(string.Join('\n', page.Sections.Select(s => s.Heading).Prepend(titles)))) >= HowToShare;
    }

    /// <summary>Hardly more than a title, and nothing to do.</summary>
    public static bool IsUnfinished(Document document) =>
        string.Equals(document.FrontMatter.Status, "draft", StringComparison.OrdinalIgnoreCase)
        || (
            document.Causes.Count == 0
            && document.Meaning is null
            && !HasSteps(document)
            && document.Sections.Sum(s => s.Text.Length) < MinCharacters
        );

    private static bool HasSteps(Document document) =>
        document.Sections.Any(s =>
            s.Kind is SectionKind.Remediation or SectionKind.Diagnosis && (s.Steps.Count > 0 || IsText(s, document))
        );

    // What a postmortem tells of its remediation is a story.
    private static bool IsText(Section section, Document document) => document.Kind != DocumentKind.Postmortem && section.Text.Length > 0;

    private static HashSet<string> TermsOf(string text) => [.. Tokenizer.Tokenize(text).Select(t => t.Term)];
}
