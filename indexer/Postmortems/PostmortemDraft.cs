using System.Globalization;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Timelines;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Indexer.Postmortems;

/// <summary>A postmortem to begin with: what is known already is filled in, what only people know is left to them.</summary>
/// <param name="Front">Keys of the front matter that are known; kind and status are set.</param>
/// <param name="Title">Also the heading.</param>
/// <param name="Bodies">What stands in sections already, by heading.</param>
public sealed record PostmortemDraft(string Title, FrontMatter Front, IReadOnlyDictionary<string, string> Bodies)
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>One that nothing is known of but its day.</summary>
    public static PostmortemDraft Of(string title, DateOnly date) => new(OneLine(title), new() { Date = date }, Nothing);

    /// <summary>One for words that found nothing: they are what was searched.</summary>
    public static PostmortemDraft OfGap(string words, DateOnly date) =>
        new(
            OneLine(words),
            new()
            {
                Date = date,
                Searched = [OneLine(words)],
                Symptoms = [OneLine(words)],
            },
            Nothing
        );

    /// <param name="events">The notifications received for the alert.</param>
    /// <param name="log">What people did about it.</param>
    /// <param name="done">Steps of its runbook that were done.</param>
    public static PostmortemDraft OfAlert(
        AlertMessage message,
        IReadOnlyList<AlertEvent> events,
        IReadOnlyList<AlertAction> log,
        IReadOnlyList<RunStep> done
    )
    {
        var (alert, match) = (message.Alert, message.Match);
        var timeline = events
            .Select(e => (At: e.FirstSeen, What: $"{alert.Name} {e.State.ToString().ToLowerInvariant()}"))
            .Concat(log.Select(a => (a.At, What: $"{a.Actor} {a.Words()}{(a.Text.Length > 0 ? $": {a.Text}" : "")}")))
            .Concat(done.Select(d => (d.At, What: $"{d.Actor}: {d.Label} of the runbook{(d.Result.Length > 0 ? $": {d.Result}" : "")}")))
            .OrderBy(e => e.At)
            .Select(e => $"- {e.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {OneLine(e.What)}\n");
        return new(
            OneLine(alert.Alert.Summary.Length > 0 ? alert.Alert.Summary : alert.Name),
            new()
            {
                Date = DateOnly.FromDateTime(alert.StartsAt.UtcDateTime),
                Severity = alert.Severity,
                Services = alert.Service is { } service ? [service] : [],
                Alerts = [new(alert.Name, [])],
                Runbooks = match.DocumentId is { } runbook ? [runbook] : [],
                Detected = alert.StartsAt,
                Resolved = alert.EndsAt,
            },
            new Dictionary<string, string> { ["Summary"] = $"Began from <{message.Address}>.", ["Timeline"] = string.Concat(timeline) }
        );
    }

    /// <summary>The same with words that found nothing that day.</summary>
    public PostmortemDraft Searching(string words) =>
        string.IsNullOrWhiteSpace(words) || Front.Searched.Contains(OneLine(words))
            ? this
            : this with
            {
                Front = Front with { Searched = [.. Front.Searched, OneLine(words)] },
            };

    /// <summary>The same with what an author took over of a chat.</summary>
    /// <param name="events">For the timeline.</param>
    public PostmortemDraft With(IReadOnlyList<ChatEvent> events, IReadOnlyList<TimelineSuggestion> accepted)
    {
        IReadOnlyList<TimelineSuggestion> Of(SuggestionKind kind) => [.. accepted.Where(s => s.Kind == kind)];
        var bodies = Bodies.ToDictionary();
        if (events.Count > 0)
            bodies["Timeline"] = string.Join(
                "\n\n",
                new[] { bodies.GetValueOrDefault("Timeline", "").Trim('\n'), TimelineMarkdown.Table(events) }.Where(t => t.Length > 0)
            );
        if (TimelineMarkdown.RootCause(accepted) is { Length: > 0 } cause)
            bodies["Root cause"] = cause;
        return this with
        {
            Bodies = bodies,
            Front = Front with
            {
                Date = events.Select(e => e.At).FirstOrDefault(a => a is not null) is { } first
                    ? DateOnly.FromDateTime(first.UtcDateTime)
                    : Front.Date,
                Symptoms = [.. Front.Symptoms.Concat(Of(SuggestionKind.Symptom).Select(s => s.Text)).Distinct()],
                Searched = [.. Front.Searched.Concat(Of(SuggestionKind.Searched).Select(s => s.Text)).Distinct()],
                StaysGreen = [.. Front.StaysGreen, .. Of(SuggestionKind.StaysGreen).Select(s => new StaysGreen(s.Text, s.Detail))],
                DeadEnds = [.. Front.DeadEnds, .. Of(SuggestionKind.DeadEnd).Select(s => new DeadEnd(s.Text, s.Detail, s.MinutesLost))],
            },
        };
    }

    /// <summary>The same with questions that its author has still to answer.</summary>
    public PostmortemDraft Asking(IReadOnlyCollection<string> questions) =>
        questions.Count == 0
            ? this
            : this with
            {
                Bodies = new Dictionary<string, string>(Bodies)
                {
                    ["Open questions"] = string.Concat(
                        questions.Select(q => $"- {MarkdownText.Escape(OneLine(q), inCell: false).Trim()}\n")
                    ),
                },
            };

    /// <summary>The draft as a page in the shape of FORMAT.md.</summary>
    /// <param name="hints">Whether each empty section says, in a comment, what belongs there; a form says it beside.</param>
    /// <param name="template">Which sections it has; null for the plain ones.</param>
    public string Text(bool hints = false, PostmortemTemplate? template = null)
    {
        template ??= PostmortemTemplate.Plain;
        var text = new StringBuilder("---\nkind: postmortem\n");
        foreach (var field in PostmortemForm.Fields)
        {
            var rows =
                field.Key == "title"
                    ?
                    [
                        [Title],
                    ]
                    : PostmortemForm.Read(Front, field);
            text.Append(PostmortemForm.Yaml(field, rows));
            if (field.Key == "title")
                text.Append("status: draft\n");
            if (hints && rows.Count == 0 && field.Kind != PostmortemFieldKind.Surfaces)
                text.Append(CultureInfo.InvariantCulture, $"# {field.Key}:{(field.Hint.Length > 0 ? $" {field.Hint}" : "")}\n");
        }
        if (hints)
            foreach (var surface in Surface.Names)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{(surface == Surface.Names[0] ? "# surfaces:\n" : "")}#   {surface}: {{state: open, owner: , due: }}\n"
                );
        text.Append(CultureInfo.InvariantCulture, $"---\n\n# {Title}\n");
        var left = Bodies.Keys.Where(k => template.Sections.All(s => !s.Heading.Equals(k, StringComparison.OrdinalIgnoreCase)));
        foreach (var section in template.Sections.Concat(left.Select(k => new TemplateSection(k, "", ""))))
        {
            var known = Bodies.FirstOrDefault(b => b.Key.Equals(section.Heading, StringComparison.OrdinalIgnoreCase)).Value;
            var body = (string.IsNullOrWhiteSpace(known) ? section.Body : known).Trim('\n');
            if (body.Length == 0 && hints && section.Hint.Length > 0)
                body = $"<!-- {section.Hint} -->";
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Heading}\n{(body.Length > 0 ? $"\n{body}\n" : "")}");
        }
        return text.ToString();
    }

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
