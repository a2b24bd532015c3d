using System.Globalization;
using Knowledge.Content.Catalog;
using Knowledge.Content.Text;

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
            "Searched for",
            [
                Sentences.Truncate(Asked, MaxAskedCharacters),
                At.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)
                    + (Address is null ? "" : $", {Address.AbsoluteUri}"),
            ]
        );
        if (Cards is [var first, ..])
        {
            yield return (
                "Probable cause",
                [
                    first.Answer.Cause,
                    $"{first.Answer.Confidence} confidence: {first.Reason}",
                    new Uri(Root, Knowledge.Indexer.Linking.Urls.Of(first.Answer.DocumentId)).AbsoluteUri,
                ]
            );
            yield return ("Check", [.. CheckOf(first)]);
            if (Cards.Count > 1)
                yield return ("Other causes", [.. Cards.Skip(1).Select(c => $"{c.Answer.Cause} ({c.Answer.Confidence})")]);
        }
        else
            yield return ("Probable cause", ["not known: no page answers these words"]);
        yield return ("Customer was told", [Told.Length > 0 ? Told : "nothing yet"]);
        yield return ("Owner", [.. OwnerLines()]);
        if (Note.Length > 0)
            yield return ("Note", [Note]);
    }

    private IEnumerable<string> CheckOf(CardView card)
    {
        if (card.Check is not { } check)
        {
            yield return "no check is written for this cause";
            yield break;
        }
        if (card.CheckText is { } text)
            yield return text;
        if (check.Command is { } command)
            yield return command;
        if (check.Expect is { } expect)
            yield return $"Expect: {expect}";
        yield return $"Result: {(Shown.Length > 0 ? Shown : "not run yet")}";
    }

    private IEnumerable<string> OwnerLines()
    {
        if (Owner is null)
        {
            yield return "no owner is named";
            yield break;
        }
        yield return Owner.Contact is null ? Owner.Team : $"{Owner.Team}: {Owner.Contact}";
        if (Owner.Away is not null)
            yield return $"Away {Owner.Away}";
        if (Owner.Backup is not null)
            yield return $"{(Owner.Away is null ? "Backup" : "Call instead")}: {Owner.Backup}";
    }
}
