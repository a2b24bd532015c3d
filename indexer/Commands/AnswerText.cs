using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>Parts of an answer as text for a terminal.</summary>
internal static class AnswerText
{
    /// <summary>Content as it may be printed: control characters must not drive the terminal.</summary>
    public static string Of(string text) => Markup.Escape(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]));

    public static string Of(Owner owner) => Of(OwnerText.Of(owner));

    /// <summary>What a reader must know before the first answer, in the console's markup.</summary>
    public static IEnumerable<string> Head(SearchResponse response)
    {
        foreach (var problem in response.Degraded ?? [])
            yield return $"[yellow]! {Of(problem)}[/]";
        if (response.Notice is { } notice)
            yield return $"[yellow]{Of(notice)}[/]";
        if (response.UnknownCodes is { } codes)
            yield return $"[bold]No page mentions {Of(string.Join(", ", codes))}.[/] What follows is about something like it.";
    }

    public static string Of(Occurrences seen) =>
        seen.Count == 0 ? "" : $"; seen {seen.Count} time{(seen.Count == 1 ? "" : "s")}, last {seen.Last:yyyy-MM-dd}";

    public static string Quoted(IReadOnlyList<string> facts) => string.Join(", ", facts.Select(f => $"you wrote “{f}”"));

    public static string Of(Evidence evidence) =>
        Of(evidence.Section.Length > 0 ? $"{evidence.Title} > {evidence.Section}" : evidence.Title);

    public static void Line(string markup) => AnsiConsole.MarkupLine(markup);

    /// <summary>A line that is not broken, whatever the width: what is copied must stay as it is typed.</summary>
    public static void Whole(string markup)
    {
        var width = AnsiConsole.Profile.Width;
        AnsiConsole.Profile.Width = 100_000;
        AnsiConsole.MarkupLine(markup);
        AnsiConsole.Profile.Width = width;
    }

    /// <summary>What a step is typed as, each line whole.</summary>
    public static void Command(Step step, string indent)
    {
        foreach (var line in (step.Command ?? step.Code)?.Split('\n') ?? [])
            Whole($"{indent}[cyan]{Of(line)}[/]");
    }
}
