using Knowledge.Indexer.Alerts;

namespace Knowledge.Indexer.Postmortems;

/// <summary>
/// What people are reminded of on a day: actions that are due in three days or today, and those that are a week, two weeks …
/// overdue.
/// </summary>
public sealed record ActionReminder(DateOnly Day, IReadOnlyList<TrackedAction> Actions, Uri Root)
{
    private const int DaysBefore = 3;
    private const int MaxActions = 20;

    public static ActionReminder Of(ActionRegister register, DateOnly day, Uri root) =>
        new(day, [.. register.Actions.Where(a => a is { State: ActionState.Open, Due: { } due } && IsReminded(due, day))], root);

    public string Title =>
        $"{Actions.Count} {(Actions.Count == 1 ? "action" : "actions")} of postmortems {(Actions.Count == 1 ? "is" : "are")} due";

    public string PlainText() =>
        string.Join(
            '\n',
            new[] { Title }
                .Concat(Actions.Take(MaxActions).Select(a => $"- {Line(a)} {new Uri(Root, a.Url)}"))
                .Append(new Uri(Root, "actions").ToString())
        );

    public SlackMessage Slack() =>
        SlackMessage.Of(
            [Title],
            [
                [SlackText.Bold(Title)],
                .. Actions
                    .Take(MaxActions)
                    .Select(a => (SlackPart[])["• ", SlackText.Link(Root, a.Url.TrimStart('/'), a.Postmortem), ": ", Line(a)]),
                [SlackText.Link(Root, "actions", "All actions")],
            ]
        );

    private string Line(TrackedAction action) =>
        $"{action.Team ?? "nobody"}: {Knowledge.Content.Text.Sentences.Truncate(action.Text, 300)} ({When(action.Due!.Value)})";

    private string When(DateOnly due) =>
        due == Day ? "due today"
        : due > Day ? $"due {due:yyyy-MM-dd}"
        : $"overdue since {due:yyyy-MM-dd}";

    private static bool IsReminded(DateOnly due, DateOnly day) =>
        due.DayNumber - day.DayNumber is DaysBefore or 0 || (due < day && (day.DayNumber - due.DayNumber) % 7 == 0);
}
