using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>Prints a search response for people: the first answer in full, the others by name, then the hits.</summary>
internal static class AnswerPrinter
{
    public static void Print(SearchResponse response)
    {
        foreach (var problem in response.Degraded ?? [])
            Line($"[yellow]! {Text(problem)}[/]");
        if (response.UnknownCodes is { } codes)
            Line($"[bold]Nobody has written of {Text(string.Join(", ", codes))}.[/] What follows is about something like it.");
        for (var i = 0; i < response.Answers.Count; i++)
        {
            var answer = response.Answers[i];
            if (i == 0)
                Full(answer);
            else
                Line(
                    $"[bold]{i + 1}. {Text(answer.Cause)}[/]  [grey]{Text(answer.DocumentId)}{SeenText(answer.Seen)}"
                        + $"{(answer.SpeaksAgainst is { } against ? $"; against it: {Text(Quoted(against))}" : "")}[/]"
                );
        }
        if (response.Contact is { } contact)
            Line($"[bold]Ask[/] {OwnerText(contact)}");
        if (response.Gap is { } gap)
        {
            Line("[bold]Nobody has written this down.[/]");
            if (gap.Owner is { } owner)
                Line($"Ask {OwnerText(owner)}");
        }
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
                new Spectre.Console.Text(hit.Score.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)),
                new Spectre.Console.Text(string.Join('\n', (hit.AlsoAt ?? []).Select(o => $"also {o.DocumentId}").Prepend(hit.DocumentId))),
                new Spectre.Console.Text(hit.Section),
                new Spectre.Console.Text(string.Join("; ", hit.Why.Take(3)))
            );
        AnsiConsole.Write(table);
        foreach (var hit in response.Hits.Where(h => h.Explanation is not null))
            Explain(hit);
    }

    private static void Explain(Hit hit)
    {
        Line($"\n[bold]{Text(hit.DocumentId)}[/]  {Number(hit.Score)}");
        foreach (var addend in hit.Explanation!)
        {
            var weight = addend.Weight is 1 ? "" : $" [grey](weight {Number(addend.Weight)})[/]";
            Line($"  {Number(addend.Score), 8}  [grey]{addend.Of, -8}[/]  {Text(addend.Why)}{weight}");
        }
    }

    private static string Number(double value) => value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);

    private static void Full(Answer answer)
    {
        Line($"[bold]1. {Text(answer.Cause)}[/]");
        Line($"[grey]confidence {answer.Confidence.ToString().ToLowerInvariant()}{SeenText(answer.Seen)}; {Text(answer.DocumentId)}[/]");
        if (answer.Kind == AnswerKind.Pointer)
            Line("This page seems to be about it. It says neither what to check nor what to do.");
        if (answer.SpeaksFor is { } speaksFor)
            Line($"[bold]For it[/] {Text(Quoted(speaksFor))}");
        if (answer.SpeaksAgainst is { } speaksAgainst)
            Line($"[bold]Against it[/] {Text(Quoted(speaksAgainst))}");
        if (answer.Alternatives is { } alternatives)
            List(
                $"Easily taken for another page{(answer.Tells is null ? "" : $", this one is about “{answer.Tells}”")}",
                alternatives.Select(a => $"{a.Url}  {a.Title}{(a.Tells == a.Title ? "" : $": “{a.Tells}”")}")
            );
        Line($"[bold]Owner[/] {(answer.Owner is { } owner ? OwnerText(owner) : "not known")}");
        Steps("How to check it", answer.Checks);
        List(
            "Stays green, do not believe it",
            answer.StaysGreen.Select(s => s.BlindTo is null ? s.Check : $"{s.Check.TrimEnd('.')}. {s.BlindTo}")
        );
        List(
            "Was tried and was not it",
            answer.DeadEnds.Select(d =>
                $"{d.Suspicion}{(d.Why is null ? "" : $". {d.Why}")}{(d.MinutesLost is { } lost ? $" ({lost} minutes lost)" : "")}"
            )
        );
        Steps("What to do", answer.Steps);
        Steps("How to verify", answer.Verify);
        if (answer.Wording is { } wording)
            List("Tell the customer", [wording]);
        List("Evidence", answer.Evidence.Select(e => $"{e.Url}  {e.Title}{(e.Section.Length > 0 ? $" > {e.Section}" : "")}"));
        Line("");
    }

    private static void Steps(string heading, IReadOnlyList<Step> steps)
    {
        if (steps.Count == 0)
            return;
        Line($"\n[bold]{heading}[/]");
        for (var i = 0; i < steps.Count; i++)
        {
            Line($"  {i + 1}. {Text(steps[i].Text)}");
            foreach (var command in (steps[i].Command ?? steps[i].Code)?.Split('\n') ?? [])
                Line($"     [cyan]{Text(command)}[/]");
            if (steps[i].Expect is { } expect)
                Line($"     [grey]Expect: {Text(expect)}[/]");
        }
    }

    private static void List(string heading, IEnumerable<string> items)
    {
        var lines = items.ToList();
        if (lines.Count == 0)
            return;
        Line($"\n[bold]{heading}[/]");
        foreach (var line in lines)
            Line($"  - {Text(line)}");
    }

    private static string OwnerText(Owner owner) =>
        Text(
            string.Join(
                "; ",
                new[]
                {
                    owner.Contact is null ? owner.Team : $"{owner.Team} ({owner.Contact})",
                    owner.Away is null ? null : $"away {owner.Away}",
                    owner.Backup is null ? null : $"backup {owner.Backup}",
                }.OfType<string>()
            )
        );

    private static string Quoted(IReadOnlyList<string> facts) => string.Join(", ", facts.Select(f => $"you said “{f}”"));

    private static string SeenText(Occurrences seen) =>
        seen.Count == 0 ? "" : $"; seen {seen.Count} time{(seen.Count == 1 ? "" : "s")}, last {seen.Last:yyyy-MM-dd}";

    // Control characters in content must not drive the terminal.
    private static string Text(string text) => Markup.Escape(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]));

    private static void Line(string markup) => AnsiConsole.MarkupLine(markup);
}
