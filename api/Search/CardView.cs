using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>An answer with what a card shows of it beyond its own words.</summary>
/// <param name="Number">Place among the answers, from 1; keeps anchors apart.</param>
/// <param name="Count">How many answers there are.</param>
/// <param name="Page">The page that says most about the cause; null when it is gone meanwhile.</param>
/// <param name="IsOfIncident">A postmortem is among its evidence.</param>
/// <param name="Reason">Why it is believed as far as it is.</param>
/// <param name="Check">The one check that decides.</param>
/// <param name="Outcome">What it shows; null without a check.</param>
/// <param name="First">What may be told to customers now.</param>
/// <param name="Later">What may be told when the cause is confirmed, or it is over.</param>
public sealed record CardView(
    Answer Answer,
    int Number,
    int Count,
    Document? Page,
    bool IsOfIncident,
    string Reason,
    Step? Check,
    CheckOutcome? Outcome,
    CustomerText? First,
    IReadOnlyList<CustomerText> Later
)
{
    /// <summary>It has neither a check nor a step: where to read on, not what to do.</summary>
    public bool IsPointer => Answer.Kind == AnswerKind.Pointer;

    /// <summary>What the check that decides asks for, where it says more than that one should run its command.</summary>
    public string? CheckText =>
        Check is { Text.Length: > 0 } check && check is not { Command: not null, Text: "Run this check:" } ? check.Text : null;

    public IReadOnlyList<Step> MoreChecks => [.. Answer.Checks.Where(c => c != Check)];

    public int MinutesLost => Answer.DeadEnds.Sum(d => d.MinutesLost ?? 0);

    /// <summary>How often it was the cause, or null when there is nothing to say: the page of an incident is not "not seen yet".</summary>
    public string? Seen =>
        Answer.Seen.Count > 0 ? Plural(Answer.Seen.Count, "Seen once", "Seen {0} times")
        : IsOfIncident ? null
        : T("Not in an incident yet");

    public static IReadOnlyList<CardView> Of(SearchResponse response, KnowledgeBase knowledge) =>
        [.. response.Answers.Select((answer, i) => Of(answer, i + 1, response, knowledge))];

    private static CardView Of(Answer answer, int number, SearchResponse response, KnowledgeBase knowledge)
    {
        var check = answer.Checks.FirstOrDefault(c => c.Command is not null) ?? (answer.Checks.Count > 0 ? answer.Checks[0] : null);
        var (first, later) = CustomerText.Of(answer, knowledge);
        return new(
            answer,
            number,
            response.Answers.Count,
            knowledge.Find(answer.DocumentId),
            answer
                .Evidence.Select(e => e.DocumentId)
                .Prepend(answer.DocumentId)
                .Any(id => knowledge.Find(id)?.Kind == DocumentKind.Postmortem),
            ConfidenceReason.Of(answer, response.Query, knowledge),
            check,
            check is null ? null : CheckOutcome.Of(check, answer, knowledge),
            first,
            later
        );
    }
}
