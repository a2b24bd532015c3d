using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>Of what is written here, published or not, what somebody may see: each revision says for itself who may.</summary>
internal sealed class VisibleRevisions(LiveKnowledge live, Viewer viewer)
{
    /// <param name="revision">With its text.</param>
    public bool Shows(AuthoredRevision revision) => viewer.SeesAll || AudienceOf(revision).Admits(viewer);

    /// <summary>Whether they see it as an administrator alone.</summary>
    public bool AreSeenAsAdministrator(AuthoredRevision revision) =>
        viewer is { SeesAll: true, Name.Length: > 0 } && !AudienceOf(revision).Names(viewer);

    private Audience AudienceOf(AuthoredRevision revision)
    {
        var groups = DocumentReader.VisibleTo(AuthoredSource.PathOf(revision.Slug), revision.Text);
        var writers = groups is null ? [] : live.QueryStore(s => s.Authored.Writers(revision.Slug)) ?? [];
        return new(live.Sources.Of(AuthoredSource.Name), groups, writers);
    }

    /// <param name="newest">The newest revision of each, without its text.</param>
    public IReadOnlyList<AuthoredRevision>? Of(IReadOnlyList<AuthoredRevision>? newest)
    {
        if (newest is null || viewer.SeesAll)
            return newest;
        if (!live.Sources.Admits(viewer, AuthoredSource.Name))
            return [];
        if (live.QueryStore(s => s.Authored.NewestWith(PageVisibility.Key)) is not { } perhaps)
            return null;
        var hidden = perhaps.Where(r => !Shows(r)).Select(r => r.Slug).ToHashSet(StringComparer.Ordinal);
        return hidden.Count == 0 ? newest : [.. newest.Where(r => !hidden.Contains(r.Slug))];
    }

    /// <summary>What belongs to revisions of one that they may see.</summary>
    public IReadOnlyList<T>? Without<T>(string slug, IReadOnlyList<T>? all, Func<T, int> revisionOf)
    {
        if (all is null || viewer.SeesAll)
            return all;
        if (live.QueryStore(s => s.Authored.RevisionsWith(slug, PageVisibility.Key)) is not { } perhaps)
            return null;
        var hidden = perhaps.Where(r => !Shows(r)).Select(r => r.Number).ToHashSet();
        // Of one that is not kept any more nobody can tell: it was an autosave of what stood before and after it.
        return hidden.Count == 0 ? all : [.. all.Where(one => !hidden.Contains(revisionOf(one)) && IsKept(slug, revisionOf(one)))];
    }

    private bool IsKept(string slug, int number) => live.QueryStore(s => s.Authored.Find(slug, number)) is not null;
}
