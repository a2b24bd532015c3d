using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>The archives that whoever makes a request may search.</summary>
internal sealed class VisibleArchives(LiveArchives archives, VisibleSources sources, Viewer viewer)
{
    /// <summary>Whether there are any, be they open or not.</summary>
    public bool Any => archives.Names.Any(Shows);

    /// <inheritdoc cref="LiveArchives.SearchAsync"/>
    public Task<ArchiveResult> SearchAsync(ArchiveRequest request, CancellationToken cancellation) =>
        archives.SearchAsync(request, Shows, cancellation);

    /// <inheritdoc cref="LiveArchives.MentionsAsync"/>
    public Task<ArchiveMentions?> MentionsAsync(string query, TimeSpan within, CancellationToken cancellation) =>
        archives.MentionsAsync(query, within, Shows, cancellation);

    /// <inheritdoc cref="LiveArchives.Page"/>
    public ArchivedPage? Page(string archive, string id) => archives.Page(archive, id, Shows);

    private bool Shows(string name) => sources.Admits(viewer, name);
}
