using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Alerts;

/// <summary>An alert with what its runbook says, as a message that leaves the server: what fires, whom to call, what to do.</summary>
/// <param name="Root">Address of the server, for links.</param>
/// <param name="IsComplete">Whether all pages have been read: until then a runbook that is not found may still come.</param>
public sealed record AlertMessage(AlertRecord Alert, AlertMatch Match, Document? Runbook, Owner? Owner, Uri Root, bool IsComplete = true)
{
    private const int MaxSteps = 8;

    /// <summary>One line for lists and for readers of the screen.</summary>
    public string Title =>
        $"{Alert.State}: {Alert.Name}"
        + (Alert.Alert.Summary.Length > 0 && Alert.Alert.Summary != Alert.Name ? $": {Alert.Alert.Summary}" : "");

    /// <summary>Diagnosis and remediation, commands filled from the labels.</summary>
    public IReadOnlyList<Step> Steps =>
        [
            .. (Runbook?.Sections ?? [])
                .Where(s => s.Kind is SectionKind.Diagnosis or SectionKind.Remediation)
                .SelectMany(s => s.Steps)
                .Take(MaxSteps)
                .Select(s => s.Command is null ? s : s with { Command = CommandPlaceholders.FillCommand(s.Command, Alert.Alert) }),
        ];

    /// <summary>Of the alert's page.</summary>
    public Uri Address => new(Root, AlertUrl);

    /// <summary>Whom to call, and who stands in.</summary>
    public string? OwnerText => Owner is null ? null : Describe(Owner);

    private string AlertUrl => $"alerts/{Alert.Id}";

    public string PlainText()
    {
        var lines = new List<string> { Title };
        if (Facts.Length > 0)
            lines.Add(Facts);
        if (Owner is not null)
            lines.Add($"Owner: {Describe(Owner)}");
        lines.Add(Match.Url is { } url ? $"Runbook: {Match.Title ?? url} ({new Uri(Root, url)}); {Match.Reason}" : $"Runbook: {NoRunbook}");
        foreach (var (index, step) in Steps.Index())
        {
            lines.Add($"{index + 1}. {step.Text}");
            if (step.Command is not null)
                lines.Add("   " + step.Command.Replace("\n", "\n   ", StringComparison.Ordinal));
        }
        foreach (var green in Runbook?.FrontMatter.StaysGreen ?? [])
            lines.Add($"Do not believe: {green.Check}{(green.BlindTo is null ? "" : $" ({green.BlindTo})")}");
        if (Runbook?.FrontMatter.Wording is [{ } wording, ..])
            lines.Add($"Tell the customer: {wording.Text}");
        lines.Add(Address.ToString());
        return string.Join('\n', lines);
    }

    /// <summary>As an incoming webhook of Slack takes it.</summary>
    public SlackMessage Slack() => SlackMessage.Of([Title], SlackSections());

    private IEnumerable<IEnumerable<SlackPart>> SlackSections()
    {
        yield return
        [
            SlackText.Bold(SlackText.Link(Root, AlertUrl, Sentences.Truncate(Title, SlackMessage.MaxTextCharacters))),
            "\n",
            Facts,
        ];
        if (Owner is not null)
            yield return [SlackText.Bold("Owner"), " ", Describe(Owner)];
        yield return Match.Url is { } url
            ? [SlackText.Bold("Runbook"), " ", SlackText.Link(Root, url, Match.Title ?? url), ": ", Match.Reason]
            : [SlackText.Bold("Runbook"), " ", NoRunbook];
        foreach (var (index, step) in Steps.Index())
            yield return SlackText.Step(index + 1, step);
        if (Runbook?.FrontMatter.StaysGreen is { Count: > 0 } green)
            yield return [SlackText.Bold("Do not believe"), " ", string.Join("; ", green.Select(g => g.Check))];
        if (Runbook?.FrontMatter.Wording is [{ } wording, ..])
            yield return [SlackText.Bold("Tell the customer"), " ", wording.Text];
    }

    private string NoRunbook => IsComplete ? "nobody has written one" : "none yet; pages are still being read";

    private string Facts =>
        string.Join(
            ", ",
            new[] { Alert.Severity, Alert.Service, $"since {Alert.StartsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC" }.OfType<string>()
        );

    private static string Describe(Owner owner) =>
        string.Join(
            "; ",
            new[]
            {
                owner.Contact is null ? owner.Team : $"{owner.Team} ({owner.Contact})",
                owner.Away is null ? null : $"away {owner.Away}",
                owner.Backup is null ? null : $"backup {owner.Backup}",
            }.OfType<string>()
        );
}
