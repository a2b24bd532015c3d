using System.CommandLine;
using Knowledge.Indexer.Archive;

namespace Knowledge.Indexer.Commands;

/// <summary>Which archives a command looks into.</summary>
internal sealed class ArchiveOption
{
    private readonly Option<string[]> archives = new("--archive")
    {
        Description = "Archive to search too, as DIR or NAME=DIR; repeatable",
        HelpName = "NAME=DIR",
    };

    public void AddTo(Command command) => command.Options.Add(archives);

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(archives) is { Length: > 0 };

    /// <summary>Opens them; or says in one line what is wrong.</summary>
    public (ArchiveSet Archives, string? Problem) Open(ParseResult parsed)
    {
        var (named, unclear) = ArchiveDirectory.Parse(parsed.GetValue(archives) ?? []);
        if (unclear is not null)
            return (ArchiveSet.None, unclear);
        var set = new ArchiveSet(named, TimeProvider.System, line => Console.Error.WriteLine($"kb: {line}"));
        try
        {
            return (set.Open(), null);
        }
        catch (ArchiveException e)
        {
            set.Dispose();
            return (ArchiveSet.None, e.Message);
        }
    }
}
