using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Sources;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb import</c>: exports of other systems to Markdown files that link back to where they came from.</summary>
internal static class ImportCommand
{
    public static Command Create(CommonOptions common) =>
        new("import", "Write what another system exported as Markdown with front matter")
        {
            Confluence(common),
            ServiceNow(common),
            StackExchange(common),
            Jira(common),
            Slack(common),
        };

    /// <summary>The import that the words of a command line ask for, without running it; or what is wrong with them, as one line.</summary>
    public static (ImportJob? Job, string? Error) Parse(IReadOnlyList<string> words)
    {
        var parsed = Create(new()).Parse(words, new() { ResponseFileTokenReplacer = null });
        if (parsed.CommandResult.Command is not Importer importer)
            return (
                null,
                $"name what to import ({string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name))}), "
                    + $"not '{(words.Count > 0 ? words[0] : "")}'"
            );
        if (parsed.Errors.Count > 0)
            return (null, parsed.Errors[0].Message);
        try
        {
            return (importer.JobOf(parsed), null);
        }
        catch (ImportException e)
        {
            return (null, e.Message);
        }
    }

    private sealed class Importer(string system, string description, Func<ParseResult, ImportJob> jobOf) : Command(system, description)
    {
        public Func<ParseResult, ImportJob> JobOf => jobOf;
    }

    private static Command Confluence(CommonOptions common) =>
        new SharedOptions(
            common,
            ConfluencePage.System,
            "A space, as HTML or XML export (zip), entities.xml, or one page in storage format or HTML",
            "https://wiki.example or https://example.atlassian.net/wiki"
        ).Command(
            (_, files, address, directory, progress, notes) =>
                files.SelectMany(file => ConfluenceImport.Read(file, address, directory, ImportLimits.Default, progress, notes))
        );

    private static Command ServiceNow(CommonOptions common)
    {
        var table = new Option<string?>("--table") { Description = "The table, when the records do not show it", HelpName = "TABLE" };
        table.AcceptOnlyFromAmong(ServiceNowPage.Articles, ServiceNowPage.Incidents);
        var kind = new Option<string?>("--kind")
        {
            Description = "Kind of all pages (default: incidents of priority 1 and 2 are postmortems, others articles)",
            HelpName = "KIND",
        };
        kind.AcceptOnlyFromAmong("runbook", "postmortem", "article");
        return new SharedOptions(
            common,
            ServiceNowPage.System,
            "Records of kb_knowledge and incident, as JSON of the Table API or as CSV",
            "https://example.service-now.com"
        ).Command(
            (parsed, files, address, _, progress, notes) =>
                files.SelectMany(file =>
                    ServiceNowImport.Read(
                        file,
                        parsed.GetValue(table),
                        address,
                        parsed.GetValue(kind),
                        ImportLimits.Default,
                        progress,
                        notes
                    )
                ),
            table,
            kind
        );
    }

    private static Command Jira(CommonOptions common)
    {
        var type = new Option<string[]>("--type")
        {
            Description =
                "What issues of a type become: postmortem, action (item of the postmortem it is linked to), article or skip; "
                + "repeatable, * for all others (default: incidents, problems and outages are postmortems, others actions)",
            HelpName = "NAME=WHAT",
        };
        type.Validators.Add(result =>
        {
            if (JiraTypes.Parse([.. result.Tokens.Select(t => t.Value)]).Error is { } error)
                result.AddError(error);
        });
        return new SharedOptions(
            common,
            JiraIssue.System,
            "Issues, as JSON pages of the issue search",
            "https://example.atlassian.net"
        ).Command(
            (parsed, files, address, _, progress, notes) =>
                JiraImport.Read(files, JiraTypes.Parse(parsed.GetValue(type) ?? []).Types, address, ImportLimits.Default, progress, notes),
            type
        );
    }

    private static Command StackExchange(CommonOptions common)
    {
        var tags = new Option<string[]>("--tag") { Description = "Only questions with this tag; repeatable", HelpName = "TAG" };
        var score = new Option<int?>("--min-score") { Description = "Only questions with at least this score", HelpName = "N" };
        score.TakesOnly(int.MinValue, int.MaxValue);
        return new SharedOptions(
            common,
            StackExchangePost.System,
            "Posts.xml of a Stack Exchange data dump: each question with its accepted answer becomes an article",
            "https://dba.stackexchange.com"
        ).Command(
            (parsed, files, site, directory, progress, _) =>
                files.SelectMany(file =>
                    StackExchangeImport.Read(
                        file,
                        site,
                        new(parsed.GetValue(tags) ?? [], parsed.GetValue(score) ?? int.MinValue),
                        directory,
                        ImportLimits.Default,
                        progress
                    )
                ),
            tags,
            score
        );
    }

    private static Command Slack(CommonOptions common)
    {
        var channels = new Option<string[]>("--channel")
        {
            Description = "Only this channel; repeatable, needed when the export holds several",
            HelpName = "NAME",
        };
        var from = Instant("--from", "Only messages from this time on, UTC unless an offset is given");
        var to = Instant("--to", "Only messages before this time");
        var initials = new Option<bool>("--initials") { Description = "Write initials in place of the names of people" };
        return new SharedOptions(
            common,
            SlackImport.System,
            "Channels of a Slack export (zip, directory, or a day's file), each as the draft of "
                + "a postmortem; a pasted chat in a text file will do",
            "https://example.slack.com",
            takesDirectories: true
        ).Command(
            (parsed, files, workspace, _, progress, notes) =>
                SlackImport.Read(
                    files,
                    new(parsed.GetValue(channels) ?? [], At(parsed.GetValue(from)), At(parsed.GetValue(to)), parsed.GetValue(initials)),
                    workspace,
                    ImportLimits.Default,
                    progress,
                    notes
                ),
            channels,
            from,
            to,
            initials
        );

        static Option<string?> Instant(string name, string description)
        {
            var option = new Option<string?>(name) { Description = description, HelpName = "TIME" };
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !TimestampParser.TryParse(token.Value, out _))
                    result.AddError($"'{token.Value}' is not a time; give one such as 2026-03-02T04:00");
            });
            return option;
        }

        static DateTimeOffset? At(string? text) => text is not null && TimestampParser.TryParse(text, out var at) ? at : null;
    }

    /// <summary>The address of a system as it was given.</summary>
    /// <exception cref="ImportException">It is none.</exception>
    internal static Uri? AddressOf(string? given)
    {
        if (given is null)
            return null;
        if (
            Uri.TryCreate(given.EndsWith('/') ? given : given + "/", UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.UserInfo.Length == 0
        )
            return uri;
        throw new ImportException($"'{given}' is no address; give one such as https://wiki.example with --base-url");
    }

    private delegate IEnumerable<ImportItem> Reader(
        ParseResult parsed,
        IReadOnlyList<string> files,
        Uri? baseAddress,
        ImportDirectory directory,
        ImportProgress progress,
        List<string> notes
    );

    /// <summary>What all of them share: files in, a directory out, the address of the system, and how the outcome is told.</summary>
    private sealed class SharedOptions(
        CommonOptions common,
        string system,
        string description,
        string exampleAddress,
        bool takesDirectories = false
    )
    {
        private const int ShownExamples = 5;

        private readonly Argument<string[]> files = new("file")
        {
            Description = "The exported file, or several of them",
            Arity = ArgumentArity.OneOrMore,
        };
        private readonly Option<string> directory = new("--out")
        {
            Description = "Directory to write to; made when it is not there",
            HelpName = "DIR",
            Required = true,
        };
        private readonly Option<string?> address = new("--base-url")
        {
            Description = $"Address of the system, such as {exampleAddress}, for links back",
            HelpName = "URL",
        };

        public Command Command(Reader read, params Option[] own)
        {
            var command = new Importer(system, description, parsed => JobOf(parsed, read)) { files, directory, address };
            foreach (var option in own)
                command.Options.Add(option);
            command.Options.Add(common.Output);
            command.SetAction(parsed => Run(parsed, read));
            return command;
        }

        private ImportJob JobOf(ParseResult parsed, Reader read)
        {
            var baseAddress = AddressOf(parsed.GetValue(address));
            var shown = parsed.GetValue(directory)!;
            var given = parsed.GetValue(files)!;
            return new(
                system,
                shown,
                given,
                progress =>
                {
                    // Whether they can be read is known before a directory is made.
                    foreach (var file in given.Where(f => !takesDirectories || !Directory.Exists(f)))
                        ImportText.Open(file).Dispose();
                    using var target = ImportDirectory.Open(shown, system);
                    var notes = new List<string>();
                    return ImportRun.Run(
                        system,
                        shown,
                        target,
                        read(parsed, given, baseAddress, target, progress, notes),
                        notes,
                        ImportLimits.Default
                    );
                }
            );
        }

        private int Run(ParseResult parsed, Reader read)
        {
            try
            {
                var report = ImportProgressDisplay.Show(JobOf(parsed, read).Run);
                if (common.IsJson(parsed))
                    CommonOptions.PrintJson(report);
                else
                    Print(report);
                return ExitCode.Success;
            }
            catch (ImportException e)
            {
                Console.Error.WriteLine($"kb: {e.Message}");
                return ExitCode.UsageError;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(
                    $"kb: reading or writing failed ({IoFailure.ReasonOf(e)}); what was imported before is complete, run the "
                        + $"same import again when that is fixed"
                );
                return ExitCode.UsageError;
            }
        }

        private static void Print(ImportReport report)
        {
            foreach (var (reason, count, examples) in report.Reasons)
            {
                AnsiConsole.MarkupLine($"[yellow]skipped {count:N0}[/]: {Markup.Escape(reason)}");
                foreach (var example in examples.Take(ShownExamples))
                    AnsiConsole.MarkupLine($"[grey]  {Markup.Escape(example)}[/]");
                if (count > ShownExamples)
                    AnsiConsole.MarkupLine(
                        $"[grey]  and {count - ShownExamples:N0} more{(count > examples.Count ? "" : " (-o json lists them)")}[/]"
                    );
            }
            foreach (var note in report.Notes)
                AnsiConsole.MarkupLine(Markup.Escape(note));
            AnsiConsole.MarkupLine(
                Markup.Escape(
                    $"{report.System} to {report.Out}: {report.Imported:N0} imported, {report.Updated:N0} updated, "
                        + $"{report.Unchanged:N0} unchanged, {report.Skipped:N0} skipped"
                )
            );
        }
    }
}
