using System.Globalization;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;
using Spectre.Console;
using static Knowledge.Indexer.Commands.AnswerText;

namespace Knowledge.Indexer.Commands;

/// <summary>Prints all of a search response for people: the first answer in full, the others by name, then the hits.</summary>
internal static class AnswerPrinter
{
    public static void Print(SearchResponse response, FilePlaces places)
    {
        foreach (var line in AnswerText.Head(response))
            Line(line);
        for (var i = 0; i < response.Answers.Count; i++)
        {
            var answer = response.Answers[i];
            if (i == 0)
                Full(answer, places);
            else
                Line(
                    $"[bold]{i + 1}. {AnswerText.Of(answer.Cause)}[/]  [grey]{AnswerText.Of(answer.DocumentId)}{AnswerText.Of(answer.Seen)}"
                        + $"{(answer.SpeaksAgainst is { } against ? $"; against it: {AnswerText.Of(Quoted(against))}" : "")}[/]"
                );
        }
        if (response.Contact is { } contact)
            Line($"[bold]Ask[/] {AnswerText.Of(contact)}");
        if (response.Gap is { } gap)
        {
            Line("[bold]No page answers this.[/]");
            if (gap.Owner is { } owner)
                Line($"Ask {AnswerText.Of(owner)}");
        }
        Hits(response);
        if (response.Archive is { Count: > 0 } archived)
            Archived(archived);
        if (response.ArchiveComplete == false)
            Line("[yellow]! The archive was not searched to its end: time ran out.[/]");
    }

    internal static void Archived(IReadOnlyList<ArchiveHit> hits)
    {
        Line("\n[bold]From the archive[/]");
        foreach (var hit in hits)
        {
            var date = hit.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
            Line($"{date, -10}  [bold]{AnswerText.Of(hit.Title)}[/]  [grey]{AnswerText.Of(hit.Id)}[/]");
            Line($"            {AnswerText.Of(hit.Snippet)}");
        }
    }

    private static void Hits(SearchResponse response)
    {
        if (response.Hits.Count == 0)
            return;
        Line("");
        var table = new Table { Border = TableBorder.None }.AddColumns(
            "[grey]score[/]",
            "[grey]document[/]",
            "[grey]section[/]",
            "[grey]why[/]"
        );
        foreach (var hit in response.Hits)
            table.AddRow(
                new Spectre.Console.Text(hit.Score.ToString("0.00", CultureInfo.InvariantCulture)),
                new Spectre.Console.Text(string.Join('\n', (hit.AlsoAt ?? []).Select(o => $"also {o.DocumentId}").Prepend(hit.DocumentId))),
                new Spectre.Console.Text(hit.Section),
                new Spectre.Console.Text(string.Join("; ", hit.Why.Take(3)))
            );
        AnsiConsole.Write(table);
        foreach (var hit in response.Hits.Where(h => h.Explanation is not null))
            Explain(hit);
    }

    internal static void Explain(Hit hit)
    {
        Line($"\n[bold]{AnswerText.Of(hit.DocumentId)}[/]  {Number(hit.Score)}");
        foreach (var addend in hit.Explanation!)
        {
            var weight = addend.Weight is 1 ? "" : $" [grey](weight {Number(addend.Weight)})[/]";
            Line($"  {Number(addend.Score), 8}  [grey]{addend.Of, -8}[/]  {AnswerText.Of(addend.Why)}{weight}");
        }
    }

    private static string Number(double value) => value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);

    private static void Full(Answer answer, FilePlaces places)
    {
        Line($"[bold]1. {AnswerText.Of(answer.Cause)}[/]");
        Line(
            $"[grey]confidence {answer.Confidence.ToString().ToLowerInvariant()}{AnswerText.Of(answer.Seen)}; "
                + $"{AnswerText.Of(answer.DocumentId)}[/]"
        );
        if (answer.Kind == AnswerKind.Pointer)
            Line("This page seems to be about it. It says neither what to check nor what to do.");
        if (answer.SpeaksFor is { } speaksFor)
            Line($"[bold]For it[/] {AnswerText.Of(Quoted(speaksFor))}");
        if (answer.SpeaksAgainst is { } speaksAgainst)
            Line($"[bold]Against it[/] {AnswerText.Of(Quoted(speaksAgainst))}");
        if (answer.Alternatives is { } alternatives)
            List(
                $"Easily taken for another page{(answer.Tells is null ? "" : $", this one is about “{answer.Tells}”")}",
                alternatives.Select(a => $"{a.Url}  {a.Title}{(a.Tells == a.Title ? "" : $": “{a.Tells}”")}")
            );
        Line($"[bold]Owner[/] {(answer.Owner is { } owner ? AnswerText.Of(owner) : "not known")}");
        Steps("How to check it", answer.Checks);
        List(
            "Misleading checks: green even when this is broken",
            answer.StaysGreen.Select(s => s.BlindTo is null ? s.Check : $"{s.Check.TrimEnd('.')}. {s.BlindTo}")
        );
        List(
            "Ruled out in past incidents",
            answer.DeadEnds.Select(d =>
                $"{d.Suspicion}{(d.Why is null ? "" : $". {d.Why}")}{(d.MinutesLost is { } lost ? $" ({lost} minutes lost)" : "")}"
            )
        );
        Steps("What to do", answer.Steps);
        Steps("How to verify", answer.Verify);
        if (answer.Wording is { } wording)
            List("Tell the customer", [wording]);
        if (answer.Evidence.Count > 0)
            Line("\n[bold]Evidence[/]");
        foreach (var evidence in answer.Evidence)
            Whole($"  - {AnswerText.Of(places.Of(evidence.DocumentId, evidence.Url))}  {AnswerText.Of(evidence)}");
        Line("");
    }

    private static void Steps(string heading, IReadOnlyList<Step> steps)
    {
        if (steps.Count == 0)
            return;
        Line($"\n[bold]{heading}[/]");
        for (var i = 0; i < steps.Count; i++)
        {
            Line($"  {i + 1}. {AnswerText.Of(steps[i].Text)}");
            Command(steps[i], "     ");
            if (steps[i].Expect is { } expect)
                Line($"     [grey]Expect: {AnswerText.Of(expect)}[/]");
        }
    }

    private static void List(string heading, IEnumerable<string> items)
    {
        var lines = items.ToList();
        if (lines.Count == 0)
            return;
        Line($"\n[bold]{heading}[/]");
        foreach (var line in lines)
            Line($"  - {AnswerText.Of(line)}");
    }
}
