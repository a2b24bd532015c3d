using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>The one place that tells where runbook links of alerts lead: for the graph, the checks, and alerts as they come in.</summary>
/// <remarks>
/// An address on another host belongs to a source when the end of its path names a page there, when its last directory is one
/// there, or when another link with the same host and the same beginning of its path names a page. What belongs to a source and
/// names no page is dead; all else is external and was not checked: nothing is ever fetched.
/// </remarks>
public sealed class RunbookLinks
{
    /// <summary>An address that so many alerts share says nothing about any of them, unless its page names the alert.</summary>
    public const int ManyAlerts = 5;

    private readonly RunbookPages pages;
    private readonly ILookup<string, Document> byNearName;
    private readonly ILookup<string, Document> byDeclaredAlert;
    private readonly HashSet<string> sharedUrls;
    private readonly HashSet<Document> taken = [];
    private readonly Dictionary<string, List<string[]>> pathPrefixes = [];
    private readonly Dictionary<(string Host, string Source), int> linksByHost = [];
    private readonly Dictionary<Document, IReadOnlyList<RunbookLink>> byAlert = [];

    public RunbookLinks(IReadOnlyList<Document> documents)
    {
        pages = new(documents);
        var alerts = documents.Where(d => d.Kind == DocumentKind.Alert).ToList();
        byNearName = pages
            .Pages.SelectMany(p => NearNames.NamesOf(p).Select(NearNames.KeyOf).OfType<string>().Distinct().Select(key => (key, p)))
            .ToLookup(p => p.key, p => p.p);
        byDeclaredAlert = pages
            .Pages.Where(p => p.Kind == DocumentKind.Runbook)
            .SelectMany(p =>
                p.FrontMatter.Alerts.Select(a => a.Name)
                    .OfType<string>()
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Select(name => (name, p))
            )
            .ToLookup(p => p.name, p => p.p, StringComparer.OrdinalIgnoreCase);
        var written = alerts
            .SelectMany(a =>
                a.Rules.Where(r => r.RunbookUrl is not null).Select(r => (Alert: a, Rule: r, Url: Filled(r.Name, r.RunbookUrl!)))
            )
            .ToList();
        sharedUrls =
        [
            .. written
                .Where(w => w.Url is not null)
                .Select(w => (Url: SharedPart(w.Url!), w.Rule.Name))
                .Distinct()
                .CountBy(w => w.Url)
                .Where(w => w.Value >= ManyAlerts)
                .Select(w => w.Key),
        ];
        LearnPathPrefixes([.. written.Select(w => w.Url).OfType<string>().Distinct().Select(RunbookAddress.Read).OfType<RunbookAddress>()]);
        foreach (var alert in alerts)
            byAlert[alert] =
            [
                .. alert
                    .Rules.Where(r => r.RunbookUrl is not null)
                    .DistinctBy(r => r.RunbookUrl)
                    .Select(r => Resolve(r.Name, r.RunbookUrl!) with { Line = r.RunbookLine }),
            ];
        // A page that is some alert's own is not the renamed page of another one.
        foreach (var link in byAlert.Values.SelectMany(l => l))
            if (link.Outcome is RunbookLinkOutcome.Exact or RunbookLinkOutcome.Tail)
                taken.Add(link.Target!);
        foreach (var (alert, links) in byAlert)
            if (links.Any(l => l.Outcome is RunbookLinkOutcome.Rescued or RunbookLinkOutcome.Dead))
                byAlert[alert] = [.. links.Select(l => Resolve(l.Alert, l.Url) with { Line = l.Line })];
    }

    /// <summary>The links of an alert's rules, each address once; empty when it has none.</summary>
    public IReadOnlyList<RunbookLink> Of(Document alert) => byAlert.GetValueOrDefault(alert) ?? [];

    /// <summary>Whether a text is an address that people can open: a path alone leads somewhere only from its own site.</summary>
    public static bool CanBeOpened(string text) => RunbookAddress.Read(text) is { Host.Length: > 0 };

    /// <summary>Whether a text is an address at all: some rules have a sentence in place of one.</summary>
    public static bool IsAddress(string text) => RunbookAddress.Read(text) is not null;

    /// <summary>Where a link of an alert leads, whether or not the alert's rule is known here.</summary>
    public RunbookLink Resolve(string alert, string url)
    {
        var link = new RunbookLink(alert, url, RunbookLinkOutcome.External);
        if (Filled(alert, url) is not { } filled || RunbookAddress.Read(filled) is not { } address)
            return link;
        var found = Find(address);
        if (found is { } page)
            return Judge(link, filled, address, page.Page, page.IsWhole);

        if (
            sharedUrls.Contains(SharedPart(filled))
            || address.Names.Count == 0
            || (RunbookPages.IsIndex(address.Names[^1]) && address.Fragment.Length == 0)
        )
            return link with { Outcome = RunbookLinkOutcome.Generic };
        if (!HasKnownPrefix(address) && !pages.IsBesidePages(address.Names))
            return link;
        if (pages.IsDirectory(address.Names))
            return link with { Outcome = RunbookLinkOutcome.Generic };
        return Rescue(alert, address) is { } meant
            ? link with
            {
                Outcome = RunbookLinkOutcome.Rescued,
                Target = meant,
            }
            : link with
            {
                Outcome = RunbookLinkOutcome.Dead,
            };
    }

    private RunbookLink Judge(RunbookLink link, string filled, RunbookAddress address, Document page, bool isWhole)
    {
        link = link with { Target = page };
        if (address.Fragment.Length > 0)
            return PageAnchors.Find(page, address.Fragment) is { } section
                ? link with
                {
                    Outcome = RunbookLinkOutcome.Anchor,
                    Section = section,
                }
                : link with
                {
                    Outcome = RunbookLinkOutcome.AnchorMissing,
                };
        // Pages with a section per alert: the section is named like the alert.
        if (
            page.Sections.FirstOrDefault(s =>
                s.HeadingPath.Count > 1 && s.Heading.Equals(link.Alert, StringComparison.OrdinalIgnoreCase)
            ) is
            { } own
        )
            return link with { Outcome = RunbookLinkOutcome.Anchor, Section = own.Anchor };
        var isForIt = byDeclaredAlert[link.Alert].Contains(page);
        if (!isForIt && (sharedUrls.Contains(SharedPart(filled)) || RunbookPages.IsIndex(address.Names[^1])))
            return link with { Outcome = RunbookLinkOutcome.Generic };
        return link with { Outcome = isWhole ? RunbookLinkOutcome.Exact : RunbookLinkOutcome.Tail };
    }

    private (Document Page, int Names, bool IsWhole)? Find(RunbookAddress address) =>
        pages.Find(address.Names, address.Host.Length > 0, page => linksByHost.GetValueOrDefault((address.Host, page.Source)));

    // From every link that leads to a page we learn where the source is published: what stands before the page's own names.
    private void LearnPathPrefixes(IReadOnlyList<RunbookAddress> addresses)
    {
        foreach (var address in addresses)
        {
            if (Find(address) is not { } found)
                continue;
            if (address.Host.Length > 0)
                linksByHost[(address.Host, found.Page.Source)] = linksByHost.GetValueOrDefault((address.Host, found.Page.Source)) + 1;
            if (!pathPrefixes.TryGetValue(address.Host, out var known))
                pathPrefixes[address.Host] = known = [];
            string[] home = [.. address.Names.SkipLast(found.Names)];
            // Without a host every path begins with nothing.
            if (home.Length == 0 && address.Host.Length == 0)
                continue;
            if (known.Any(k => k.SequenceEqual(home)))
                continue;
            // Two neighbouring directories that are ours say that the one around them is: /runbooks/node and /runbooks/etcd.
            if (home.Length > 1 && known.Any(k => k.Length == home.Length && k.SkipLast(1).SequenceEqual(home.SkipLast(1))))
                known.Add(home[..^1]);
            known.Add(home);
        }
    }

    // A path without a host means what lies next to the rules if its first directory is there, or if it names a file; else it may be
    // one of a site that shows pages of many repositories.
    private bool HasKnownPrefix(RunbookAddress address) =>
        address.Host.Length == 0
            && (address.IsFile || IsOurs([.. address.Names]) || address.Names[0] == "docs" && IsOurs([.. address.Names.Skip(1)]))
        || (
            pathPrefixes.TryGetValue(address.Host, out var known)
            && known.Any(home => address.Names.Count > home.Length && address.Names.Take(home.Length).SequenceEqual(home))
        );

    // Our own addresses are /docs/<id>.
    private bool IsOurs(string[] names) => names.Length == 1 || names.Length > 1 && pages.IsTopDirectory(names[0]);

    /// <summary>
    /// The page that declares the alert, is named like it, or has the dead page's name in another form; null unless there is
    /// exactly one.
    /// </summary>
    private Document? Rescue(string alert, RunbookAddress address)
    {
        var declared = byDeclaredAlert[alert].Take(2).ToList();
        if (declared.Count == 1)
            return declared[0];
        if (pages.Find([RunbookAddress.Name(alert)], isElsewhere: true, _ => 0) is { } named)
            return named.Page;
        // In an address names are mostly in lower case, where words cannot be told apart: the alert's name tells them.
        return Near(address.LastName, alert);
    }

    /// <summary>
    /// The one page whose name has the same distinctive words in the same order, and which is no other alert's own; null unless there
    /// is exactly one.
    /// </summary>
    public Document? Near(params IReadOnlyList<string> names)
    {
        var near = names
            .Select(NearNames.KeyOf)
            .OfType<string>()
            .Distinct()
            .SelectMany(k => byNearName[k])
            .Distinct()
            .Where(p => !taken.Contains(p))
            .Take(2)
            .ToList();
        return near.Count == 1 ? near[0] : null;
    }

    private static string? Filled(string alert, string url) =>
        AlertTemplate.Expand(url, new Dictionary<string, string> { ["alertname"] = alert });

    private static string SharedPart(string url) => url.Trim().TrimEnd('/');
}
