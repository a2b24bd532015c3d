using System.CommandLine;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary>Which archives a command searches, and how.</summary>
internal sealed class ArchiveOptions
{
    private const int Shown = 10;

    // Nobody else waits for this process.
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    private readonly Option<string[]> archives = new("--archive")
    {
        Description = "Directory of an archive to search too; repeatable, NAME=DIR names it",
        HelpName = "DIR",
    };
    private readonly Option<string> scope = new("--scope")
    {
        Description = "What is searched: all (default), or archive alone",
        DefaultValueFactory = _ => "all",
    };
    private readonly Option<bool> byDate = new("--by-date") { Description = "What was archived by date, the newest first" };
    private readonly Option<int> skip = new("--archive-skip")
    {
        Description = "So many pages of the archive are passed over",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    public ArchiveOptions()
    {
        scope.AcceptOnlyFromAmong("all", "archive");
        skip.TakesOnly(0, ArchiveRequest.MaxReach - Shown);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(archives);
        command.Options.Add(scope);
        command.Options.Add(byDate);
        command.Options.Add(skip);
    }

    public bool IsAlone(ParseResult parsed) => parsed.GetValue(scope) == "archive";

    /// <summary>Opens them; or says in one line what is wrong.</summary>
    public (Opened Archives, string? Problem) Open(ParseResult parsed)
    {
        var opened = new Opened(this);
        var (named, unclear) = ArchiveDirectory.Parse(parsed.GetValue(archives) ?? []);
        if (unclear is not null)
            return (opened, unclear);
        if (IsAlone(parsed) && named.Count == 0)
            return (opened, "--scope archive needs an archive: name one with --archive DIR");
        try
        {
            foreach (var (name, directory) in named)
                opened.Add(OpenArchive.Open(name, directory));
            return (opened, null);
        }
        catch (ArchiveException e)
        {
            opened.Dispose();
            return (opened, e.Message);
        }
    }

    /// <summary>Archives that are open until the command is done.</summary>
    internal sealed class Opened(ArchiveOptions options) : IDisposable
    {
        private readonly List<OpenArchive> archives = [];
        private readonly HashSet<string> told = [];

        public void Add(OpenArchive archive) => archives.Add(archive);

        public ArchiveResult Search(ParseResult parsed, string query, QuerySyntax syntax) =>
            archives.Count == 0
                ? ArchiveResult.None
                : ArchiveSearch.Search(
                    archives,
                    new(query, Shown, parsed.GetValue(options.skip), parsed.GetValue(options.byDate), Within) { Syntax = syntax },
                    TimeProvider.System.GetUtcNow(),
                    Damaged
                );

        private void Damaged(OpenArchive archive, Exception e)
        {
            lock (told)
                if (told.Add(archive.Name))
                    Console.Error.WriteLine($"kb: the archive in '{archive.Location}' cannot be read ({e.GetType().Name}) and is left out");
        }

        public void Dispose()
        {
            foreach (var archive in archives)
                archive.Dispose();
            archives.Clear();
        }
    }
}
