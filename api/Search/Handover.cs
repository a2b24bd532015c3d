using Knowledge.Api.Languages;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Text;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>What first line passes on after a search, so that nobody has to ask again.</summary>
/// <param name="Asked">The words that were searched for.</param>
/// <param name="Address">Of the same search; null for a pasted text, which has none.</param>
/// <param name="Cards">The answers, the most likely first; empty when there was none.</param>
/// <param name="Owner">Whom to call.</param>
/// <param name="Shown">What the check showed.</param>
/// <param name="Told">What was sent to the customer.</param>
/// <param name="Note">Whatever else there is.</param>
public sealed record Handover(
    string Asked,
    DateTimeOffset At,
    Uri Root,
    Uri? Address,
    IReadOnlyList<CardView> Cards,
    Owner? Owner,
    string Shown,
    string Told,
    string Note
)
{
    private const int MaxAskedCharacters = 1_000;

    public string PlainText() =>
        string.Join('\n', Sections().SelectMany(s => s.Lines.Prepend(s.Title.ToUpperInvariant()).Append(""))).TrimEnd();

    private IEnumerable<(string Title, IReadOnlyList<string> Lines)> Sections()
    {
        yield return (
            T("Searched for"),
            [Sentences.Truncate(Asked, MaxAskedCharacters), Dates.Minute(At) + (Address is null ? "" : $", {Address.AbsoluteUri}")]
        );
        if (Cards is [var first, ..])
        {
            yield return (
                T("Probable cause"),
                [
                    first.Answer.Cause,
                    $"{ConfidenceBars.Words(first.Answer.Confidence)}: {first.Reason}",
                    new Uri(Root, Knowledge.Indexer.Linking.Urls.Of(first.Answer.DocumentId)).AbsoluteUri,
                ]
            );
            yield return (T("Check"), [.. CheckOf(first)]);
            if (Cards.Count > 1)
                yield return (
                    T("Other causes"),
                    [.. Cards.Skip(1).Select(c => $"{c.Answer.Cause} ({ConfidenceBars.Word(c.Answer.Confidence)})")]
                );
        }
        else
            yield return (T("Probable cause"), [T("not known: no page answers these words")]);
        yield return (T("Customer was told"), [Told.Length > 0 ? Told : T("nothing yet")]);
        yield return (T("Owner"), [.. OwnerLines()]);
        if (Note.Length > 0)
            yield return (T("Note"), [Note]);
    }

    private IEnumerable<string> CheckOf(CardView card)
    {
        if (card.Check is not { } check)
        {
            yield return T("no check is written for this cause");
            yield break;
        }
        if (card.CheckText is { } text)
            yield return text;
        if (check.Command is { } command)
            yield return command;
        if (check.Expect is { } expect)
            yield return T("Expect: {0}", expect);
        yield return T("Result: {0}", Shown.Length > 0 ? Shown : T("not run yet"));
    }

    private IEnumerable<string> OwnerLines()
    {
        if (Owner is null)
        {
            yield return T("no owner is named");
            yield break;
        }
        yield return Owner.Contact is null ? Owner.Team : $"{Owner.Team}: {Owner.Contact}";
        if (Owner.Away is not null)
            yield return T("Away: {0}", Owner.Away);
        if (Owner.Backup is not null)
            yield return $"{(Owner.Away is null ? T("Backup") : T("Call instead"))}: {Owner.Backup}";
    }
}
