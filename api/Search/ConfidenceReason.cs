using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>Why an answer is believed as far as it is, in one sentence.</summary>
internal static class ConfidenceReason
{
    private const string Term = "term: ";
    private const string Name = "name: ";
    private const int MaxWords = 3;

    public static string Of(Answer answer, string query, KnowledgeBase knowledge) =>
        Match(answer, query, knowledge) + Seen(answer.Seen.Count);

    private static string Match(Answer answer, string query, KnowledgeBase knowledge)
    {
        if (answer.Evidence is not [var found, ..])
            return T("its page fits your words");
        var page = knowledge.Find(found.DocumentId);
        var asked = Plain(query);
        if (page is not null && SymptomLike(page, asked) is { } symptom)
            return T("“{0}” is a listed symptom", symptom);
        if (page?.Kind == DocumentKind.Alert && found.Why.Any(w => w.StartsWith(Name, StringComparison.Ordinal)))
            return T("the alert of that name leads there");
        var words = found
            .Why.Where(w => w.StartsWith(Term, StringComparison.Ordinal) || w.StartsWith(Name, StringComparison.Ordinal))
            .Select(w => $"“{w[Term.Length..]}”")
            .Take(MaxWords)
            .ToList();
        return words.Count switch
        {
            0 when found.Why.Contains("meaning") => T("similar in meaning; none of your words occur"),
            0 => T("it says the same in other words"),
            1 => T("it says {0}", words[0]),
            _ => T("it says {0} and {1}", string.Join(", ", words[..^1]), words[^1]),
        };
    }

    private static string? SymptomLike(Document page, string asked) =>
        asked.Length == 0
            ? null
            : page
                .Symptoms.Concat(page.FrontMatter.Aliases)
                .Select(s => (Text: s, Plain: Plain(s)))
                .Where(s => s.Plain.Length > 0 && $" {s.Plain} ".Contains($" {asked} ", StringComparison.Ordinal))
                .OrderBy(s => s.Plain.Length)
                .Select(s => s.Text.TrimEnd('!', '.', ' '))
                .FirstOrDefault();

    private static string Plain(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    private static string Seen(int count) =>
        count switch
        {
            0 => "",
            _ => Plural(count, ", and it was the cause once", ", and it was the cause {0} times"),
        };
}
