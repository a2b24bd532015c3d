using Knowledge.Content.Catalog;

namespace Knowledge.Indexer.Alerts;

/// <summary>Alerts that began to fire together, as one message: the first few one by one, the others by name and number.</summary>
/// <param name="alerts">In the order in which they came.</param>
/// <param name="root">Address of the server, for links.</param>
public sealed class AlertGroupMessage(IReadOnlyList<AlertMessage> alerts, Uri root)
{
    /// <summary>Alerts that are told one by one.</summary>
    public const int MaxAlerts = 20;

    private const int MaxNames = 50;
    private const int MaxOwners = 50;

    // Each name once before any name twice: what is rare in a storm is often what matters.
    private readonly IReadOnlyList<AlertMessage> ordered =
    [
        .. alerts.GroupBy(a => a.Alert.Name).SelectMany(g => g.Index()).OrderBy(a => a.Index).Select(a => a.Item),
    ];

    /// <summary>Those that are told one by one.</summary>
    public IReadOnlyList<AlertMessage> Alerts => [.. ordered.Take(MaxAlerts)];

    /// <summary>How many are not.</summary>
    public int More => Math.Max(0, ordered.Count - MaxAlerts);

    /// <summary>Names of those that are not told one by one, with how many there are of each, the most frequent first.</summary>
    public IReadOnlyList<AlertCount> Others =>
        [
            .. ordered
                .Skip(MaxAlerts)
                .GroupBy(a => a.Alert.Name)
                .Select(g => new AlertCount(g.Key, g.Count()))
                .OrderByDescending(c => c.Count)
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Take(MaxNames),
        ];

    /// <summary>Everybody who answers for one of them, whether it is told one by one or not.</summary>
    public IReadOnlyList<Owner> Owners =>
        [.. ordered.Where(a => a.Owner is not null).DistinctBy(a => a.OwnerText).Select(a => a.Owner!).Take(MaxOwners)];

    /// <summary>One line for lists and for readers of the screen.</summary>
    public string Title => $"{ordered.Count} alerts began to fire";

    public string PlainText() =>
        string.Join(
            '\n',
            [
                Title,
                .. Alerts.Select(a => $"- {a.Title} ({a.Address}){RunbookOf(a)}"),
                .. Rest(),
                .. OwnerLine(),
                $"{new Uri(root, "alerts")}",
            ]
        );

    /// <summary>As an incoming webhook of Slack takes it.</summary>
    public SlackMessage Slack() => SlackMessage.Of([Title], Sections());

    private IEnumerable<IEnumerable<SlackPart>> Sections()
    {
        yield return [SlackText.Bold(SlackText.Link(root, "alerts", Title))];
        foreach (var alert in Alerts)
            yield return
            [
                SlackText.Link(root, alert.Address.ToString(), alert.Title),
                .. alert.Match.Url is { } url
                    ? new SlackPart[] { "\n", SlackText.Bold("Runbook"), " ", SlackText.Link(root, url, alert.Match.Title ?? url) }
                    : [],
            ];
        foreach (var line in Rest().Concat(OwnerLine()))
            yield return [line];
    }

    private IEnumerable<string> Rest()
    {
        if (More == 0)
            yield break;
        var others = Others;
        var unnamed = More - others.Sum(o => o.Count);
        yield return $"and {More} more: {string.Join(", ", others.Select(o => o.Count == 1 ? o.Name : $"{o.Count} of {o.Name}"))}"
            + (unnamed == 0 ? "" : $", {unnamed} of other names");
    }

    private IEnumerable<string> OwnerLine() =>
        Owners.Count == 0
            ? []
            : [$"Owners: {string.Join("; ", ordered.Select(a => a.OwnerText).OfType<string>().Distinct().Take(MaxOwners))}"];

    private string RunbookOf(AlertMessage alert) =>
        alert.Match.Url is { } url ? $"; runbook: {alert.Match.Title ?? url} ({new Uri(root, url)})" : "";
}

/// <param name="Name">Of alerts.</param>
/// <param name="Count">How many there are of the name.</param>
public sealed record AlertCount(string Name, int Count);
