using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Search;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Indexer.Archive;

/// <summary>A place with an archive that is built and searched.</summary>
internal sealed class ArchiveFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly string place = Directory.CreateTempSubdirectory("kb-archive-").FullName;

    public string Out => Path.Combine(place, "tickets");

    public string Index => ArchiveWriter.IndexIn(Out);

    /// <summary>A file beside the archive.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(place, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => Path.Combine(place, name);

    public static ArchivePage Page(string id, string title, string text, string? date = null, params IReadOnlyList<string> facets) =>
        new(
            id,
            title,
            date is null ? null : DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            $"https://tickets.example/{id}",
            facets,
            [.. text.Split("\n\n").Select(t => new ArchiveSection("", t))]
        );

    public static ArchiveItem Item(ArchivePage page) => new(page.Id, page.Title, 100, () => page);

    public ArchiveReport Build(params IReadOnlyList<ArchivePage> pages) => Build(false, pages);

    public ArchiveReport Build(bool isWhole, params IReadOnlyList<ArchivePage> pages) =>
        Run(new("test", Out, (_, _, _) => pages.Select(Item)) { IsWhole = isWhole });

    public static ArchiveReport Run(ArchiveBuild build) => build.Run((_, _, _) => { }, TestContext.Current.CancellationToken);

    /// <summary>Builds from what an importer reads.</summary>
    public ArchiveReport Import(Func<ImportDirectory, List<string>, IEnumerable<ArchiveItem>> read, TimeSpan? keep = null) =>
        Run(new("test", Out, (work, _, notes) => read(work, notes)) { Keep = keep, Time = new FakeTimeProvider(Now) });

    public OpenArchive Open() => OpenArchive.Open("tickets", Out);

    public ArchiveResult Ask(
        string query,
        int limit = 10,
        int skip = 0,
        bool byDate = false,
        TimeSpan? within = null,
        QuerySyntax syntax = QuerySyntax.Detect
    )
    {
        using var archive = Open();
        return ArchiveSearch.Search(
            [archive],
            new(query, limit, skip, byDate, within ?? TimeSpan.FromSeconds(30)) { Syntax = syntax },
            Now
        );
    }

    /// <summary>Ids of the pages that are found, the best first.</summary>
    public string Found(string query, bool byDate = false, QuerySyntax syntax = QuerySyntax.Detect) =>
        string.Join(' ', Ask(query, byDate: byDate, syntax: syntax).Hits.Select(h => h.Id.Split('/', 2)[1].Split('#')[0]));

    public void Dispose() => Directory.Delete(place, recursive: true);
}
