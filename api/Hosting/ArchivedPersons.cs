using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Store;
using Knowledge.Indexer.Archive;

namespace Knowledge.Api.Hosting;

/// <summary>
/// Where words that name somebody, or the names of a person, stand in archives: those of the options, and those that the server makes.
/// </summary>
internal static class ArchivedPersons
{
    /// <summary>A page that holds the words.</summary>
    public sealed record ArchivedPlace(ArchiveDirectory Archive, string Page);

    /// <returns>The places, and a line for each archive that cannot be read; or what is wrong with the options.</returns>
    public static (IReadOnlyList<ArchivedPlace> Places, IReadOnlyList<string> Unread, string? Mistake) Find(
        IConfiguration configuration,
        string dataDirectory,
        PersonalQuery query
    )
    {
        var (named, mistake) = ArchiveDirectory.Parse(Settings.Archive.AllOf(configuration));
        if (mistake is not null)
            return ([], [], mistake);
        var (places, unread) = (new List<ArchivedPlace>(), new List<string>());
        Func<string, bool> holds = query.Words is null ? text => PersonNames.StandIn(text, query.Names) : query.IsIn;
        foreach (var archive in named.Concat(ArchiveBuilds.OwnIn(dataDirectory)))
            try
            {
                using var open = OpenArchive.Open(archive.Name, archive.Directory);
                places.AddRange(ArchiveTexts.PagesWith(open, holds).Select(p => new ArchivedPlace(archive, p)));
            }
            catch (ArchiveException e)
            {
                unread.Add(e.Message);
            }
        return (places, unread, null);
    }

    /// <summary>Deletes the pages, on the disk too.</summary>
    /// <returns>How many; and a line for each archive that cannot be written.</returns>
    public static (int Deleted, IReadOnlyList<string> Unwritten) Delete(IReadOnlyList<ArchivedPlace> places)
    {
        var (deleted, unwritten) = (0, new List<string>());
        foreach (var archive in places.GroupBy(p => p.Archive))
            try
            {
                deleted += ArchiveDeletion.Run(archive.Key.Directory, [.. archive.Select(p => p.Page)]);
            }
            catch (ArchiveException e)
            {
                unwritten.Add(e.Message);
            }
        return (deleted, unwritten);
    }
}
