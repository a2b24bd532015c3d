using System.Globalization;
using System.Text;
using Knowledge.Content.Importing;
using Knowledge.Content.Text;

namespace Knowledge.Content.Timelines;

/// <summary>A timeline and what an author accepted of it as the Markdown of a postmortem (content/FORMAT.md).</summary>
public static class TimelineMarkdown
{
    private const int MaxCellCharacters = 500;
    private const int MaxEvidenceCharacters = 160;

    /// <summary>Characters of suggestions in front matter, which may have 16 KiB in all.</summary>
    private const int MaxFrontMatter = 9_000;

    /// <summary>The key of front matter that a kind of suggestion fills; null for causes, which are text.</summary>
    private static string? KeyOf(SuggestionKind kind) =>
        kind switch
        {
            SuggestionKind.Symptom => "symptoms",
            SuggestionKind.Searched => "searched",
            SuggestionKind.StaysGreen => "stays-green",
            SuggestionKind.DeadEnd => "dead-ends",
            _ => null,
        };

    /// <summary>One suggestion as an item of its key's list.</summary>
    private static string Item(TimelineSuggestion suggestion) =>
        suggestion.Kind switch
        {
            SuggestionKind.StaysGreen => Map(
                ("check", Quoted(suggestion.Text)),
                ("blind-to", suggestion.Detail is null ? null : Quoted(suggestion.Detail))
            ),
            SuggestionKind.DeadEnd => Map(
                ("suspicion", Quoted(suggestion.Text)),
                ("why", suggestion.Detail is null ? null : Quoted(suggestion.Detail)),
                ("minutes-lost", suggestion.MinutesLost?.ToString(CultureInfo.InvariantCulture))
            ),
            _ => $"- {Quoted(suggestion.Text)}",
        };

    /// <summary>
    /// The accepted causes as the text of the section Root cause: one in bold, several as a list; empty when there is none.
    /// </summary>
    public static string RootCause(IEnumerable<TimelineSuggestion> accepted)
    {
        var causes = accepted
            .Where(s => s.Kind == SuggestionKind.Cause)
            .Select(s => MarkdownText.Escape(s.Text, inCell: false).Trim())
            .ToList();
        return causes.Count switch
        {
            0 => "",
            1 => $"**{causes[0].TrimEnd('.')}.**\n",
            _ => string.Concat(causes.Select(c => $"- {c.TrimEnd('.')}.\n")),
        };
    }

    /// <summary>Messages as the table of the section Timeline; empty without any.</summary>
    public static string Table(IEnumerable<ChatEvent> events)
    {
        var chosen = events.ToList();
        if (chosen.Count == 0)
            return "";
        var table = new StringBuilder(
            chosen.All(e => e.At is not null) ? "| Time (UTC) | Event |\n|---|---|\n"
            : chosen.All(e => string.IsNullOrEmpty(e.Time)) ? "| No. | Event |\n|---|---|\n"
            : "| Time | Event |\n|---|---|\n"
        );
        foreach (var item in chosen)
            table
                .Append("| ")
                .Append(Cell(ChatTimeline.Shown(item)))
                .Append(" | ")
                .Append(item.Participant.Length == 0 ? "" : Cell(item.Participant) + ": ")
                .Append(Cell(Sentences.Truncate(item.Text, MaxCellCharacters)))
                .Append(" |\n");
        return table.ToString();
    }

    /// <summary>
    /// Front matter of a draft beyond title, kind and date: not served, with all that was chosen, and above each item the line that
    /// it comes from.
    /// </summary>
    public static string DraftFrontMatter(ChatTimeline timeline, IEnumerable<TimelineSuggestion> chosen)
    {
        var yaml = new StringBuilder(
            "# Nobody has reviewed this. Delete the next line when you have, and the page is served.\ndraft: true\nstatus: draft\n"
        );
        foreach (var group in chosen.Where(s => KeyOf(s.Kind) is not null).GroupBy(s => s.Kind).OrderBy(g => g.Key))
        {
            var key = new StringBuilder($"{KeyOf(group.Key)}:\n");
            var any = false;
            foreach (var suggestion in group)
            {
                var item = new StringBuilder();
                foreach (var evidence in suggestion.Evidence)
                    item.Append("  # ").Append(Comment(timeline, evidence)).Append('\n');
                item.Append("  ").Append(Item(suggestion).Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
                if (
                    Encoding.UTF8.GetByteCount(yaml.ToString()) + Encoding.UTF8.GetByteCount(key.ToString()) + item.Length * 2
                    > MaxFrontMatter
                )
                    break;
                key.Append(item);
                any = true;
            }
            if (any)
                yaml.Append(key);
        }
        return yaml.ToString();
    }

    /// <summary>Sections of a draft: what the chat says stands in them, what only people know is asked.</summary>
    /// <param name="where">Where the chat took place, such as <c>#incident</c>; empty when that is not known.</param>
    public static string DraftBody(ChatTimeline timeline, IEnumerable<TimelineSuggestion> chosen, string where)
    {
        var events = timeline.Events.Where(e => e.Kind != MessageKind.Other).ToList();
        var others = timeline.Events.Count - events.Count;
        var cause = RootCause(chosen);
        return string.Concat(
            $"> Drafted from a chat{(where.Length == 0 ? "" : " in " + MarkdownText.Escape(where, inCell: false))}, not reviewed. "
                + $"Suggestions in the front matter name the lines that they come from: delete what is wrong.\n\n",
            "## Impact\n\nWho saw what, how many, for how long?\n\n",
            $"## Root cause\n\n{(cause.Length > 0 ? cause : "One sentence, and why nothing showed it.\n")}\n",
            $"## Timeline\n\n{Table(events)}\n",
            others == 0
                ? ""
                : $"{others} {(others == 1 ? "message" : "messages")} without news {(others == 1 ? "is" : "are")} left out.\n\n",
            "## Action items\n\n- [ ] What, who, until when\n"
        );
    }

    private static string Comment(ChatTimeline timeline, Evidence evidence)
    {
        var said = timeline.Events.FirstOrDefault(e => e.Evidence == evidence);
        var text = string.Join(' ', evidence.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var time = said is { At: not null } ? $", {ChatTimeline.Shown(said)}" : "";
        return $"Line {evidence.Line}{time}: {Sentences.Truncate(text, MaxEvidenceCharacters)}";
    }

    private static string Map(params IReadOnlyList<(string Key, string? Value)> pairs) =>
        "- " + string.Join("\n  ", pairs.Where(p => p.Value is not null).Select(p => $"{p.Key}: {p.Value}"));

    private static string Quoted(string text) => ImportedFile.Quoted(text);

    private static string Cell(string text) => MarkdownText.Escape(text, inCell: true).Trim();
}
