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
            .. StepsOf(Runbook)
                .Select(s => s.Command is null ? s : s with { Command = CommandPlaceholders.FillCommand(s.Command, Alert.Alert) }),
        ];

    /// <summary>The first steps of diagnosis and remediation, as they are written; none without a page.</summary>
    public static IReadOnlyList<Step> StepsOf(Document? page) =>
        [
            .. (page?.Sections ?? [])
                .Where(s => s.Kind is SectionKind.Diagnosis or SectionKind.Remediation)
                .SelectMany(s => s.Steps)
                .Take(MaxSteps),
        ];

    /// <summary>Of the alert's page.</summary>
    public Uri Address => new(Root, AlertUrl);

    /// <summary>Whom to call, and who stands in.</summary>
    public string? OwnerText => Owner is null ? null : Content.Catalog.OwnerText.Of(Owner);

    private string AlertUrl => $"alerts/{Alert.Id}";

    private string WriteUrl => $"postmortems/new?alert={Alert.Id}";

    public string PlainText()
    {
        var lines = new List<string> { Title };
        if (Facts.Length > 0)
            lines.Add(Facts);
        foreach (var link in Match.Links ?? [])
            lines.Add($"Its own runbook link: {link.Text} ({link.StateText}{(link.Title is null ? "" : $": {link.Title}")})");
        if (OwnerText is { } owner)
            lines.Add($"Owner: {owner}");
        if (Match.DocumentId is not null)
            lines.Add($"Runbook: {Match.Title} ({new Uri(Root, Match.Url)}); {Match.Reason}");
        else if (!Match.IsMatched)
            lines.Add($"Runbook: {NoRunbook}{(IsComplete ? $"; write one: {new Uri(Root, WriteUrl)}" : "")}");
        if (Match.Suggestion is { } guess)
            lines.Add($"Perhaps: {guess.Title} ({new Uri(Root, guess.Url)}); a guess, {guess.Reason}");
        foreach (var (index, step) in Steps.Index())
        {
            if (IsGuess(step))
                lines.Add(RiskyStep.Warning);
            lines.Add($"{index + 1}. {step.Text}");
            if (step.Command is not null)
                lines.Add("   " + step.Command.Replace("\n", "\n   ", StringComparison.Ordinal));
        }
        foreach (var green in Runbook?.FrontMatter.StaysGreen ?? [])
            lines.Add($"Misleading check: {green.Check}{(green.BlindTo is null ? "" : $" ({green.BlindTo})")}");
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
        foreach (var link in Match.Links ?? [])
            yield return SlackText.SenderLink(Root, link);
        if (OwnerText is { } owner)
            yield return [SlackText.Bold("Owner"), " ", owner];
        if (Match.DocumentId is not null)
            yield return [SlackText.Bold("Runbook"), " ", SlackText.Link(Root, Match.Url!, Match.Title ?? Match.Url!), ": ", Match.Reason];
        else if (!Match.IsMatched)
            yield return IsComplete
                ? [SlackText.Bold("Runbook"), " ", NoRunbook, "; ", SlackText.Link(Root, WriteUrl, "write one")]
                : [SlackText.Bold("Runbook"), " ", NoRunbook];
        if (Match.Suggestion is { } guess)
            yield return SlackText.Suggestion(Root, guess);
        foreach (var (index, step) in Steps.Index())
            yield return IsGuess(step) ? [RiskyStep.Warning, "\n", .. SlackText.Step(index + 1, step)] : SlackText.Step(index + 1, step);
        if (Runbook?.FrontMatter.StaysGreen is { Count: > 0 } green)
            yield return [SlackText.Bold("Misleading checks"), " ", string.Join("; ", green.Select(g => g.Check))];
        if (Runbook?.FrontMatter.Wording is [{ } wording, ..])
            yield return [SlackText.Bold("Tell the customer"), " ", wording.Text];
    }

    private string NoRunbook => IsComplete ? "nobody has written one" : "none yet; pages are still being read";

    private bool IsGuess(Step step) => Match.IsByWords && RiskyStep.Is(step);

    private string Facts =>
        string.Join(
            ", ",
            new[]
            {
                Alert.Severity,
                Alert.Service,
                $"since {Alert.StartsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
                Alert.Holder is { } holder ? $"{holder.Name} is on it since {holder.Since.UtcDateTime:HH:mm} UTC" : null,
            }.OfType<string>()
        );
}
