using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Alerts;

/// <summary>Finds the runbook of an alert: the same alert always gets the same one, and is told why.</summary>
/// <remarks>
/// The first that holds: an id that the alert gives; its runbook link; the link of its rule here; a page with its name or alias;
/// patterns and label rules in front matter (<c>alerts:</c>);
/// what solved it before; a page whose name has the same distinctive words; an address outside; its words. What its words find is a
/// suggestion, unless the page says what the alert says (<see cref="MinQuotedShare"/>).
/// </remarks>
public sealed class AlertMatcher
{
    /// <summary>Hits that are looked through for a page to act by: postmortems and other alerts tell, but say not what to do.</summary>
    private const int MaxHits = 10;
    private const int MinReasons = 2;
    private const int MaxLinks = 5;

    /// <summary>
    /// Of what an alert says, the share that must stand on a page word by word, and on no other hit as much, for its words alone to
    /// make the page its runbook.
    /// </summary>
    /// <remarks>
    /// High confidence alone: of 321 public alerts 274 got a page, 242 the right one; of 903 alerts of other systems 97 got one. With
    /// half of it quoted: 73 of 73, and none. The first wrong page quotes .36, the first of another system .14.
    /// </remarks>
    private const double MinQuotedShare = 0.5;

    /// <summary>Runs of three words that must stand there: one says little.</summary>
    private const int MinQuotedRuns = 3;

    private readonly KnowledgeBase knowledge;
    private readonly Dictionary<string, Named> byName = [];
    private readonly List<(AlertPattern Pattern, Document Page)> rules = [];

    private readonly record struct Named(Document Page, string Anchor, NameKind Kind);

    // What a page is called counts before what it is also called, and that before a section on it.
    private enum NameKind
    {
        Own,
        Declared,
        Alias,
        Section,
    }

    public AlertMatcher(KnowledgeBase knowledge)
    {
        this.knowledge = knowledge;
        foreach (var page in knowledge.Documents.Where(d => d.Kind is DocumentKind.Runbook or DocumentKind.Article))
        {
            var file = page.Path[(page.Path.LastIndexOf('/') + 1)..];
            foreach (var name in page.OtherTitles.Append(page.Title).Append(PageFormats.WithoutExtension(file)))
                Add(name, page, "", NameKind.Own);
            foreach (var alias in page.FrontMatter.Aliases)
                Add(alias[(alias.LastIndexOf('/') + 1)..], page, "", NameKind.Alias);
            foreach (var pattern in page.FrontMatter.Alerts)
                if (pattern.Name is { } name && !name.Contains('*', StringComparison.Ordinal))
                    Add(name, page, "", NameKind.Declared);
                else
                    rules.Add((pattern, page));
            // A page with a section per alert.
            foreach (var section in page.Sections)
                if (section.HeadingPath.Count > 1 && IsName(section.Heading))
                    Add(section.Heading, page, section.Anchor, NameKind.Section);
        }
        // The narrowest rule first: most labels, then the longest text that is not a wildcard.
        rules.Sort(
            (a, b) =>
                Weight(b.Pattern).CompareTo(Weight(a.Pattern)) is not 0 and var order
                    ? order
                    : string.CompareOrdinal(a.Page.Id.Value, b.Page.Id.Value)
        );
    }

    /// <param name="votes">
    /// Feedback on the pages that alerts of this name led to, the most helpful first; none for <c>kb</c>, which has no store.
    /// </param>
    /// <param name="useText">Whether its words may find a page.</param>
    public AlertMatch Match(FiredAlert alert, IReadOnlyList<RunbookVotes> votes, bool useText = true)
    {
        var own = alert.RunbookUrls.Select(url => knowledge.RunbookLinks.Resolve(alert.Name, url)).ToList();
        var ofRule = knowledge.Find($"alerts/{DocumentId.FromText(alert.Name).Value}") is { Kind: DocumentKind.Alert } rule
            ? knowledge.RunbookLinks.Of(rule)
            : [];
        var shown = (own.Count > 0 ? own : ofRule).DistinctBy(l => l.Url).Take(MaxLinks).Select(Told).ToList();
        return Find(alert, own, ofRule, votes, useText) with { Links = shown.Count > 0 ? shown : null };
    }

    private AlertMatch Find(
        FiredAlert alert,
        IReadOnlyList<RunbookLink> links,
        IReadOnlyList<RunbookLink> ofRule,
        IReadOnlyList<RunbookVotes> votes,
        bool useText
    )
    {
        if (alert.DocumentId is { } given && knowledge.Find(given) is { } explicitly)
            return Page(alert, explicitly, "", $"the alert names the document {given}", Confidence.High);
        if (ByLink(alert, links, "its runbook link") is { } linked)
            return linked;
        if (alert.RunbookUrls.Select(RedirectName).OfType<string>().Select(ByName).OfType<Named?>().FirstOrDefault() is { } redirected)
            return Page(alert, redirected.Page, redirected.Anchor, "its runbook link names an alert", Confidence.High);
        if (ByLink(alert, ofRule, "the runbook link of its rule") is { } ruled)
            return ruled;
        if (ByName(alert.Name) is { } named)
            return Page(
                alert,
                named.Page,
                named.Anchor,
                named.Kind switch
                {
                    NameKind.Own => "the page has the alert's name",
                    NameKind.Declared => "the page says it is for this alert",
                    NameKind.Alias => "the alert's name is an alias of the page",
                    _ => "a section has the alert's name",
                },
                Confidence.High
            );
        foreach (var (pattern, page) in rules)
            if (Fits(pattern, alert))
                return Page(alert, page, "", $"the page is for alerts {pattern}", Confidence.High);
        if (votes.FirstOrDefault(v => v.Solved) is { } solved && knowledge.Find(solved.DocumentId) is { } known)
            return Page(
                alert,
                known,
                "",
                $"it solved this alert before ({solved.Helped} {(solved.Helped == 1 ? "time" : "times")})",
                Confidence.High
            );
        HashSet<string> rejected = [.. votes.Where(v => v.IsRejected).Select(v => v.DocumentId)];
        if (knowledge.RunbookLinks.Near(alert.Name) is { } near && !rejected.Contains(near.Id.Value))
            return Page(alert, near, "", "the page's name has the same distinctive words", Confidence.Medium);
        var found = useText ? ByText(alert, rejected) : null;
        if (
            links.Concat(ofRule).FirstOrDefault(l => l.Outcome == RunbookLinkOutcome.External && RunbookLinks.CanBeOpened(l.Url)) is
            { } outside
        )
            return new(
                alert.Name,
                null,
                null,
                outside.Url,
                "its runbook link leads to a place that is not read here; it was not checked",
                Confidence.Low,
                Suggestion: found?.Page
            );
        if (found is { IsQuoted: true, Page: { } saysIt })
            return new(alert.Name, saysIt.DocumentId, saysIt.Title, saysIt.Url, saysIt.Reason, Confidence.High) { IsByWords = true };
        return new(
            alert.Name,
            null,
            null,
            null,
            links.Count > 0 ? "no runbook: its link leads to no page" : "no runbook",
            Confidence.None,
            Suggestion: found?.Page
        );
    }

    // A link that this server gives out leads to the page of the name in it.
    private SenderLink Told(RunbookLink link) =>
        RedirectName(link.Url) is { } name && ByName(name) is { } named
            ? new(link.Url, SenderLinkState.Served, named.Page.Id.Value, named.Page.Title, Urls.Of(named.Page, named.Anchor))
            : SenderLink.Of(link);

    private AlertMatch? ByLink(FiredAlert alert, IReadOnlyList<RunbookLink> links, string what) =>
        links.FirstOrDefault(l =>
            l.Outcome
                is RunbookLinkOutcome.Exact
                    or RunbookLinkOutcome.Anchor
                    or RunbookLinkOutcome.Tail
                    or RunbookLinkOutcome.AnchorMissing
        )
            is { Target: { } target } link
            ? Page(alert, target, link.Outcome == RunbookLinkOutcome.Anchor ? link.Section : "", what, Confidence.High)
        : links.FirstOrDefault(l => l.Outcome == RunbookLinkOutcome.Rescued) is { Target: { } meant } rescued
            ? Page(
                alert,
                meant,
                "",
                $"{what} is dead; this page must be meant",
                ByName(alert.Name)?.Page == meant ? Confidence.High : Confidence.Medium
            ) with
            {
                RescuedFrom = rescued.Url,
            }
        : null;

    private Named? ByName(string name) => KeyOf(name) is { } key && byName.TryGetValue(key, out var named) ? named : null;

    private static bool Fits(AlertPattern pattern, FiredAlert alert) =>
        pattern.Name is { } name
            ? Glob.Matches(name, alert.Name)
            : pattern.Labels.Count > 0
                && pattern.Labels.All(l =>
                    (l.Key == "alertname" ? alert.Name : alert.Label(l.Key)) is { } value && Glob.Matches(l.Value, value)
                );

    private (SuggestedPage Page, bool IsQuoted)? ByText(FiredAlert alert, HashSet<string> rejected)
    {
        var response = knowledge.Search(new(Sentences.Truncate(TextOf(alert), SearchRequest.MaxPasteCharacters), MaxHits), default);
        // By what it covers: how sure an answer is, is a matter of what people ask, and alerts are texts of another kind.
        if (response.ByCoverage < Confidence.Medium)
            return null;
        // Rules say of themselves what they fire for; they are no pages to act by.
        var pages = response.Hits.Where(h => h.Kind != DocumentKind.Alert).ToList();
        var hit = pages.FirstOrDefault(h => h.Kind is DocumentKind.Runbook or DocumentKind.Article && !rejected.Contains(h.DocumentId));
        // One word in common is chance, however rare the word.
        return hit is null || hit.Why.Count < MinReasons
            ? null
            : (
                new(hit.DocumentId, hit.Title, hit.Url, $"by its words ({string.Join(", ", hit.Why.Take(4))})"),
                response.ByCoverage == Confidence.High && hit == pages[0] && IsQuoted(alert, pages)
            );
    }

    // Of pages that say it alike nobody can tell which is meant.
    private bool IsQuoted(FiredAlert alert, IReadOnlyList<Hit> hits)
    {
        var runs = QuotedText.RunsOf($"{alert.Summary}\n{alert.Description}");
        var quoted = hits.Select(h => knowledge.Find(h.DocumentId) is { } page ? QuotedText.Count(runs, page) : 0).ToList();
        return quoted[0] >= MinQuotedRuns && quoted[0] >= MinQuotedShare * runs.Count && quoted.Skip(1).All(q => q < quoted[0]);
    }

    /// <summary>What a person would type: name, what it says, and the labels that tell where.</summary>
    public static string TextOf(FiredAlert alert) =>
        string.Join(
            '\n',
            new[] { alert.Name, alert.Summary, alert.Description, alert.Service, alert.Label("component"), alert.Label("namespace") }
                .Where(t => !string.IsNullOrWhiteSpace(t))
                .Distinct()
        );

    private static AlertMatch Page(FiredAlert alert, Document page, string anchor, string reason, Confidence confidence) =>
        new(alert.Name, page.Id.Value, page.Title, Urls.Of(page, anchor), reason, confidence);

    // What this server itself gives out for `runbook_url`: /r/NAME.
    private static string? RedirectName(string url) =>
        Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var uri)
        && (uri.IsAbsoluteUri ? uri.AbsolutePath : url.Split('?', '#')[0]) is var path
        && path.StartsWith("/r/", StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[3..].TrimEnd('/'))
            : null;

    private void Add(string name, Document page, string anchor, NameKind kind)
    {
        if (KeyOf(name) is not { } key)
            return;
        // Of two pages with one name: the one whose own it is, then a runbook, then the first.
        if (!byName.TryGetValue(key, out var known) || (kind, page.Kind).CompareTo((known.Kind, known.Page.Kind)) < 0)
            byName[key] = new(page, anchor, kind);
    }

    private static bool IsName(string heading) =>
        heading.Length > 4 && !heading.Contains(' ', StringComparison.Ordinal) && heading.Skip(1).Any(char.IsUpper);

    private static string? KeyOf(string name) => name.Any(char.IsLetterOrDigit) ? DocumentId.FromText(name.Replace('/', '-')).Value : null;

    private static (int, int) Weight(AlertPattern pattern) =>
        (pattern.Labels.Count, (pattern.Name ?? "").Count(c => c != '*') + pattern.Labels.Sum(l => l.Value.Count(c => c != '*')));
}
