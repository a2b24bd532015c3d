using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using static Knowledge.Indexer.Commands.AnswerText;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// Prints of a search response what fits one screen: the likeliest cause, the check that decides, the first steps, whom to ask, and
/// where it stands in the files. <c>-v</c> prints all of it.
/// </summary>
internal static class BriefAnswerPrinter
{
    private const int Steps = 3;
    private const int Places = 3;
    private const int OtherCauses = 3;
    private const int Pages = 5;

    public static void Print(SearchResponse response, FilePlaces places)
    {
        foreach (var line in AnswerText.Head(response))
            Line(line);
        if (response.Answers is [var first, ..])
            First(first, places);
        Others(response, places);
        if (response.Contact is { } contact)
            Line($"[bold]Ask[/] {AnswerText.Of(contact)}");
        if (response.Gap is { } gap)
            Line($"[bold]No page answers this.[/]{(gap.Owner is { } owner ? $" Ask {AnswerText.Of(owner)}" : "")}");
        Found(response, places);
        if (response.Archive is { Count: > 0 } archived)
            AnswerPrinter.Archived(archived);
        if (response.ArchiveComplete == false)
            Line("[yellow]! The archive was not searched to its end: time ran out.[/]");
        if (response.Answers.Count > 0 || response.Hits.Count > 0)
            Line("\n[grey]kb search -v shows all of it; kb show PATH a page[/]");
    }

    private static void First(Answer answer, FilePlaces places)
    {
        Line($"[bold]{AnswerText.Of(answer.Cause)}[/]");
        Line($"[grey]confidence {answer.Confidence.ToString().ToLowerInvariant()}{AnswerText.Of(answer.Seen)}[/]");
        Whole($"[grey]{AnswerText.Of(places.Of(answer.DocumentId))}[/]");
        if (answer.Kind == AnswerKind.Pointer)
            Line("This page seems to be about it. It says neither what to check nor what to do.");
        if (answer.SpeaksAgainst is { } against)
            Line($"[bold]Against it[/] {AnswerText.Of(Quoted(against))}");
        Line($"[bold]Owner[/] {(answer.Owner is { } owner ? AnswerText.Of(owner) : "not known")}");
        if (answer.Alternatives is [var twin, ..])
            Line($"[bold]Easily confused with[/] {AnswerText.Of(twin.Title)}  [grey]{AnswerText.Of(places.Of(twin.DocumentId))}[/]");
        Numbered("Check", answer.Checks, 1);
        Numbered("Do", answer.Steps, Steps);
        if (answer.Wording is { } wording)
            Line($"\n[bold]Tell the customer[/]\n  {AnswerText.Of(wording)}");
        if (answer.Evidence.Count > 0)
            Line("\n[bold]Evidence[/]");
        foreach (var evidence in answer.Evidence.Take(Places))
            Whole($"  {AnswerText.Of(places.Of(evidence.DocumentId, evidence.Url))}  {AnswerText.Of(evidence)}");
    }

    private static void Numbered(string heading, IReadOnlyList<Step> steps, int shown)
    {
        if (steps.Count == 0)
            return;
        Line($"\n[bold]{heading}[/]");
        for (var i = 0; i < Math.Min(shown, steps.Count); i++)
        {
            Line($"  {i + 1}. {AnswerText.Of(steps[i].Text)}");
            Command(steps[i], "     ");
            if (steps[i].Expect is { } expect)
                Line($"     [grey]Expect: {AnswerText.Of(expect)}[/]");
        }
        if (steps.Count > shown)
            Line($"  [grey]{steps.Count - shown} more: kb search -v[/]");
    }

    private static void Others(SearchResponse response, FilePlaces places)
    {
        if (response.Answers.Count < 2)
            return;
        Line("\n[bold]Other causes[/]");
        foreach (var answer in response.Answers.Skip(1).Take(OtherCauses))
            Line($"  {AnswerText.Of(answer.Cause)}  [grey]{AnswerText.Of(places.Of(answer.DocumentId))}[/]");
        if (response.Answers.Count - 1 - OtherCauses is > 0 and var more)
            Line($"  [grey]{more} more: kb search -v[/]");
    }

    private static void Found(SearchResponse response, FilePlaces places)
    {
        if (response.Hits.Count == 0)
            return;
        Line("\n[bold]Pages[/]");
        foreach (var hit in response.Hits.Take(Pages))
        {
            var section = hit.Section.Length > 0 && hit.Section != hit.Title ? $" > {hit.Section}" : "";
            Whole($"  {AnswerText.Of(places.Of(hit.DocumentId, hit.Url))}  {AnswerText.Of(hit.Title + section)}");
        }
        foreach (var hit in response.Hits.Where(h => h.Explanation is not null))
            AnswerPrinter.Explain(hit);
    }
}
