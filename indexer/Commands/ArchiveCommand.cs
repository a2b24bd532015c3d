using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Importing;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb archive build</c>: exports with millions of pages into an index on disk, without a file for each.</summary>
internal static class ArchiveCommand
{
    private const int ShownExamples = 5;

    // A source serves 100,000 files; an archive is for what is more.
    private static readonly ImportLimits Limits = ImportLimits.Default with { MaxItems = 10_000_000 };

    public static Command Create(CommonOptions common)
    {
        var build = new Command("build", "Build an archive from an export, or bring it up to date with a newer one")
        {
            Build(
                common,
                StackExchangePost.System,
                "Posts.xml of a Stack Exchange data dump: questions with their accepted answers",
                (files, address, work, progress, _) =>
                    ArchiveItem.Of(
                        files.SelectMany(f => StackExchangeImport.Read(f, address, StackExchangeSelection.All, work, Limits, progress))
                    )
            ),
            Build(
                common,
                JiraIssue.System,
                "Issues, as JSON pages of the issue search",
                (files, address, _, progress, notes) =>
                    ArchiveItem.Of(JiraImport.Read(files, JiraTypes.Parse(["*=article"]).Types, address, Limits, progress, notes))
            ),
            Build(
                common,
                ServiceNowPage.System,
                "Records of kb_knowledge and incident, as JSON of the Table API or as CSV",
                (files, address, _, progress, notes) =>
                    ArchiveItem.Of(files.SelectMany(f => ServiceNowImport.Read(f, null, address, null, Limits, progress, notes)))
            ),
            Build(
                common,
                ConfluencePage.System,
                "A space, as HTML or XML export (zip), entities.xml, or one page",
                (files, address, work, progress, notes) =>
                    ArchiveItem.Of(files.SelectMany(f => ConfluenceImport.Read(f, address, work, Limits, progress, notes)))
            ),
            Build(
                common,
                SlackImport.System,
                "Channels of a Slack export (zip, directory, or a day's file): each day is a page",
                (files, address, _, progress, _) => ArchiveItem.Of(SlackImport.Days(files, address, Limits, progress))
            ),
            Build(
                common,
                ArchiveItem.Directory,
                "Directories with pages, such as an old wiki in Markdown",
                (files, _, _, progress, _) => files.SelectMany(f => ArchiveItem.OfDirectory(f, progress))
            ),
        };
        return new("archive", "Millions of old pages, searchable from an index on disk") { build, Delete(), Show(common) };
    }

    private delegate IEnumerable<ArchiveItem> Reader(
        IReadOnlyList<string> files,
        Uri? address,
        ImportDirectory work,
        ImportProgress progress,
        List<string> notes
    );

    private static Command Build(CommonOptions common, string system, string description, Reader read)
    {
        var files = new Argument<string[]>("input")
        {
            Description = "The exported file or directory, or several of them",
            Arity = ArgumentArity.OneOrMore,
        };
        var directory = new Option<string>("--out")
        {
            Description = "Directory of the archive; created when it does not exist",
            HelpName = "DIR",
            Required = true,
        };
        var address = new Option<string?>("--base-url") { Description = "Address of the system, for links back", HelpName = "URL" };
        var whole = new Option<bool>("--whole")
        {
            Description = "The export is complete: pages that it no longer has are deleted from the archive",
        };
        var keep = new Option<string?>("--keep")
        {
            Description = "Leave out what is older, such as 3y or 90d, and delete it when it becomes older; default: keep all",
            HelpName = "TIME",
        };
        keep.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(DurationParser.Parse(token.Value) >= TimeSpan.FromDays(1)))
                result.AddError($"--keep '{token.Value}' takes one day or more, such as 3y or 90d");
        });
        var command = new Command(system, description) { files, directory, address, whole, keep };
        command.Options.Add(common.Output);
        command.SetAction(parsed =>
        {
            try
            {
                var given = parsed.GetValue(files)!;
                var site = ImportCommand.AddressOf(parsed.GetValue(address));
                var build = new ArchiveBuild(
                    system,
                    parsed.GetValue(directory)!,
                    (work, progress, notes) => read(given, site, work, progress, notes)
                )
                {
                    IsWhole = parsed.GetValue(whole),
                    Keep = parsed.GetValue(keep) is { } time ? DurationParser.Parse(time) : null,
                };
                var report = ImportProgressDisplay.Show(progress => build.Run(progress));
                if (common.IsJson(parsed))
                    CommonOptions.PrintJson(report);
                else
                    Print(report);
                return ExitCode.Success;
            }
            catch (Exception e) when (e is ImportException or ArchiveException)
            {
                Console.Error.WriteLine($"kb: {e.Message}");
                return ExitCode.UsageError;
            }
        });
        return command;
    }

    private static Command Delete()
    {
        var directory = new Argument<string>("archive") { Description = "Directory of the archive" };
        var ids = new Argument<string[]>("id") { Description = "Id of a page", Arity = ArgumentArity.OneOrMore };
        var command = new Command("delete", "Delete pages from an archive by id, as their system did") { directory, ids };
        command.SetAction(parsed =>
        {
            try
            {
                var deleted = ArchiveDeletion.Run(parsed.GetValue(directory)!, parsed.GetValue(ids)!);
                Console.Out.WriteLine($"{deleted:N0} deleted");
                return deleted == 0 ? ExitCode.NotFound : ExitCode.Success;
            }
            catch (ArchiveException e)
            {
                Console.Error.WriteLine($"kb: {e.Message}");
                return ExitCode.UsageError;
            }
        });
        return command;
    }

    private static Command Show(CommonOptions common)
    {
        var directory = new Argument<string>("archive") { Description = "Directory of the archive" };
        var id = new Argument<string>("id") { Description = "Id of a page" };
        var command = new Command("show", "Show a page of an archive") { directory, id };
        command.Options.Add(common.Output);
        command.SetAction(parsed =>
        {
            try
            {
                using var archive = OpenArchive.Open("archive", parsed.GetValue(directory)!);
                if (archive.Page(parsed.GetValue(id)!, TimeProvider.System.GetUtcNow()) is not { } page)
                {
                    Console.Error.WriteLine($"kb: the archive has no page '{parsed.GetValue(id)}'");
                    return ExitCode.NotFound;
                }
                if (common.IsJson(parsed))
                    CommonOptions.PrintJson(page);
                else
                    ArchivedPagePrinter.Print(page);
                return ExitCode.Success;
            }
            catch (ArchiveException e)
            {
                Console.Error.WriteLine($"kb: {e.Message}");
                return ExitCode.UsageError;
            }
        });
        return command;
    }

    private static void Print(ArchiveReport report)
    {
        foreach (var (reason, count, examples) in report.Reasons)
        {
            AnsiConsole.MarkupLine($"[yellow]skipped {count:N0}[/]: {Markup.Escape(reason)}");
            foreach (var example in examples.Take(ShownExamples))
                AnsiConsole.MarkupLine($"[grey]  {Markup.Escape(example)}[/]");
        }
        foreach (var note in report.Notes)
            AnsiConsole.MarkupLine(Markup.Escape(note));
        AnsiConsole.MarkupLine(
            Markup.Escape(
                $"{report.System} to {report.Out}: {report.Added:N0} added, {report.Updated:N0} updated, {report.Unchanged:N0} unchanged, "
                    + $"{report.Deleted:N0} deleted, {report.Skipped:N0} skipped; {report.Sections:N0} sections, "
                    + $"{report.Bytes / 1048576.0:N1} MiB, {report.Seconds:N1} s"
            )
        );
    }
}
