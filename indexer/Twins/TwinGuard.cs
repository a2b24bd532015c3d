using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Twins;

/// <summary>Tells what a change touches that an incident was about, and which twins of it are not in the change.</summary>
public static class TwinGuard
{
    /// <summary>Paths of one change; a larger one is no change that somebody reviews.</summary>
    public const int MaxPaths = 20_000;

    private const int MaxNamed = 50;

    /// <param name="now">Decides which team is away.</param>
    public static TouchReport Of(KnowledgeBase knowledge, Change change, DateTimeOffset now)
    {
        var repositories = knowledge
            .Documents.SelectMany(d => d.FrontMatter.Twins)
            .Select(t => t.Repository)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var touched = change
            .Paths.Select(p => Located(p, change.Repository, repositories))
            .Where(p => p.Path.Length > 0)
            .Distinct()
            .ToList();
        var sets = knowledge
            .Documents.Where(d => d.FrontMatter.Twins.Count > 0)
            .Select(d => SetOf(knowledge, d, touched, now))
            .Where(s => s.Touched.Count > 0)
            // The incident says why; its runbooks repeat the set.
            .OrderBy(s => s.Missing.Count == 0)
            .ThenBy(s => s.Kind != DocumentKind.Postmortem)
            .ThenByDescending(s => s.Date)
            .ThenBy(s => s.DocumentId, StringComparer.Ordinal)
            .GroupBy(Members)
            .Select(g =>
                g.First() with
                {
                    AlsoIn = [.. g.Skip(1).Select(s => new TouchReport.OtherPage(s.DocumentId, s.Kind, s.Title, s.Url))],
                }
            )
            .ToList();
        var verdict =
            sets.Count == 0 ? TouchVerdict.NoTwin
            : sets.All(s => s.Missing.Count == 0) ? TouchVerdict.Complete
            : change.Acknowledge is not null ? TouchVerdict.Acknowledged
            : TouchVerdict.TwinMissing;
        return new(verdict, change.Repository, touched.Count, change.Acknowledge, sets, Named(knowledge, touched));
    }

    /// <summary>What is wrong with a change as it was given, in a sentence; null when nothing is.</summary>
    public static string? Validate(Change change)
    {
        if (change.Paths.Count == 0)
            return "name the paths that change, or give a diff";
        if (change.Paths.Count > MaxPaths)
            return $"the change has {change.Paths.Count:N0} paths; at most {MaxPaths:N0} are looked at";
        if (change.Acknowledge is { } link && !(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return $"'{Sentences.Truncate(link, 100)}' is no link; acknowledge with the address of the change "
                + $"or ticket that covers the missing file";
        return null;
    }

    private static TouchReport.TwinSet SetOf(
        KnowledgeBase knowledge,
        Document document,
        IReadOnlyList<(string? Repository, string Path)> change,
        DateTimeOffset now
    )
    {
        var front = document.FrontMatter;
        var members = front
            .Twins.Select(t => new TouchReport.Member(
                t.Repository,
                t.Path,
                t.Owner is { Length: > 0 } team ? OwnerResolution.Describe(team, knowledge.Catalog, now) : knowledge.OwnerOf(document, now),
                [
                    .. change
                        .Where(c =>
                            (c.Repository is null || RepositoryName.Same(c.Repository, t.Repository))
                            && PathGlob.Matches(Normal(t.Path), c.Path)
                        )
                        .Select(c => c.Path)
                        .Take(20),
                ]
            ))
            .ToList();
        var touched = members.Where(m => m.By.Count > 0).ToList();
        return new(
            document.Id.Value,
            document.Kind,
            document.Title,
            front.Date,
            Urls.Of(document),
            touched,
            touched.Count == 0 ? [] : [.. members.Where(m => m.By.Count == 0)],
            []
        );
    }

    private static string Members(TouchReport.TwinSet set) =>
        string.Join('\n', set.Touched.Concat(set.Missing).Select(m => $"{m.Repository}:{m.Path}").Order(StringComparer.OrdinalIgnoreCase))
            .ToLowerInvariant();

    private static IReadOnlyList<TouchReport.Mention> Named(
        KnowledgeBase knowledge,
        IReadOnlyList<(string? Repository, string Path)> change
    )
    {
        var byName = change.Select(c => c.Path).Distinct().ToLookup(p => p[(p.LastIndexOf('/') + 1)..]);
        return
        [
            .. knowledge
                .Documents.Where(d => d.Kind != DocumentKind.Article)
                .Select(d => (Document: d, Named: NamedPaths.In(d, byName)))
                .Where(d => d.Named is not null)
                .OrderBy(d =>
                    d.Document.Kind switch
                    {
                        DocumentKind.Postmortem => 0,
                        DocumentKind.Runbook => 1,
                        _ => 2,
                    }
                )
                .ThenByDescending(d => d.Document.FrontMatter.Date)
                .ThenBy(d => d.Document.Id.Value, StringComparer.Ordinal)
                .Take(MaxNamed)
                .Select(d => new TouchReport.Mention(
                    d.Document.Id.Value,
                    d.Document.Kind,
                    d.Document.Title,
                    Urls.Of(d.Document),
                    d.Named!.Value.Path,
                    d.Named.Value.As
                )),
        ];
    }

    /// <summary>Where a path lies: <c>infra-cron:cron/x.sh</c> in the repository that it names, if pages know one of that name.</summary>
    private static (string? Repository, string Path) Located(string given, string? repository, IReadOnlyList<string> known)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && known.FirstOrDefault(k => RepositoryName.Same(k, given[..colon])) is { } named
            ? (named, Normal(given[(colon + 1)..]))
            : (repository, Normal(given));
    }

    private static string Normal(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Trim().Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (name == ".." && names.Count > 0)
                names.RemoveAt(names.Count - 1);
            else if (name is not ("." or ".."))
                names.Add(name);
        return string.Join('/', names);
    }
}
