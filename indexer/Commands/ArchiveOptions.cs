using System.CommandLine;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary>Which archives a search looks into, and how.</summary>
internal sealed class ArchiveOptions
{
    private const int Shown = 10;

    private readonly ArchiveOption archives = new();
    private readonly Option<string> scope = new("--scope")
    {
        Description = "What to search: all (default), or archive alone",
        DefaultValueFactory = _ => "all",
    };
    private readonly Option<bool> byDate = new("--by-date") { Description = "Sort results of archives by date, newest first" };
    private readonly Option<int> skip = new("--archive-skip")
    {
        Description = "Number of results of archives to skip",
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
        archives.AddTo(command);
        command.Options.Add(scope);
        command.Options.Add(byDate);
        command.Options.Add(skip);
    }

    public bool IsAlone(ParseResult parsed) => parsed.GetValue(scope) == "archive";

    /// <inheritdoc cref="ArchiveOption.Open"/>
    public (ArchiveSet Archives, string? Problem) Open(ParseResult parsed) =>
        IsAlone(parsed) && !archives.IsGiven(parsed)
            ? (ArchiveSet.None, "--scope archive needs an archive: name one with --archive DIR")
            : archives.Open(parsed);

    public ArchiveRequest Request(ParseResult parsed, string query, QuerySyntax syntax) =>
        new(query, Shown, parsed.GetValue(skip), parsed.GetValue(byDate), ArchiveSet.Within) { Syntax = syntax };
}
