using System.CommandLine;
using Knowledge.Indexer.Twins;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb touch</c>: what a change touches that an incident was about, and which twins it lacks; for reviews and pipelines.
/// </summary>
internal static class TouchCommand
{
    /// <summary>Characters of a diff; what is longer is no change that somebody reviews.</summary>
    private const long MaxDiffCharacters = 512L * 1024 * 1024;

    public static Command Create(CommonOptions common)
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Paths that change, relative to their repository; without any, a diff is read from standard input",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var repository = new Option<string?>("--repository")
        {
            Description = "Repository in which they lie, such as infra-cron or tickerline/infra-cron (default: any)",
            HelpName = "NAME",
        };
        var acknowledge = new Option<string?>("--acknowledge")
        {
            Description = "Link to the ticket that covers the missing files: exit code 0",
            HelpName = "URL",
        };
        var command = new Command("touch", "Name incidents that a change touches; exit code 1 when a linked file is missing from it")
        {
            paths,
            repository,
            acknowledge,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            if (common.Sources(parsed) is not { } sources)
                return ExitCode.UsageError;
            var given = parsed.GetValue(paths) ?? [];
            var (read, error) = given.Length > 0 ? (given, null) : FromDiff();
            if (error is not null)
                return UsageError(error);
            var change = new Change(parsed.GetValue(repository), read!, parsed.GetValue(acknowledge));
            if (TwinGuard.Validate(change) is { } wrong)
                return UsageError(wrong);
            var knowledge = KnowledgeBase.Build(CommonOptions.Read(sources));
            // A guard that has read nothing must not say that all is well.
            if (knowledge.Documents.Count == 0)
            {
                Console.Error.WriteLine("kb: there are no documents to answer from; name their directory with --content");
                return ExitCode.Unavailable;
            }
            var report = TwinGuard.Of(knowledge, change, TimeProvider.System.GetUtcNow());
            if (common.IsJson(parsed))
                CommonOptions.PrintJson(report);
            else
                Print(report);
            return report.Verdict == TouchVerdict.TwinMissing ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    private static (IReadOnlyList<string>? Paths, string? Error) FromDiff()
    {
        if (!Console.IsInputRedirected)
            return (null, "name the paths that change, or give a diff on standard input: git diff main... | kb touch");
        var (read, any) = (0L, false);
        try
        {
            var paths = UnifiedDiff.Paths(Lines());
            // The command before the pipe may have failed; that must not look like a change without twins.
            return !any ? (null, "standard input is empty; did the command before the pipe fail?")
                : paths is null ? (null, "standard input is no diff; give one as git diff writes it, or paths as arguments")
                : paths.Count == 0 ? (null, "the diff names no paths")
                : (paths, null);
        }
        catch (InvalidDataException)
        {
            return (null, $"the diff has more than {MaxDiffCharacters:N0} characters; give the paths instead: git diff --name-only");
        }

        IEnumerable<string> Lines()
        {
            while (Console.In.ReadLine() is { } line)
            {
                any |= line.Length > 0;
                if ((read += line.Length + 1) > MaxDiffCharacters)
                    throw new InvalidDataException();
                yield return line;
            }
        }
    }

    private static int UsageError(string error)
    {
        Console.Error.WriteLine($"kb: {error}");
        return ExitCode.UsageError;
    }

    private static void Print(TouchReport report)
    {
        foreach (var set in report.Sets)
        {
            AnsiConsole.MarkupLine(
                $"[bold]{Shown(set.Title)}[/]{(set.Date is { } date ? $" ({date:yyyy-MM-dd})" : "")} [grey]{Shown(set.Url)}[/]"
            );
            foreach (var member in set.Touched)
                AnsiConsole.MarkupLine(
                    $"  touched  {Shown(member.Repository)}: {Shown(member.Path)} [grey]({Shown(string.Join(", ", member.By.Take(3)))})[/]"
                );
            foreach (var member in set.Missing)
                AnsiConsole.MarkupLine(
                    $"  [yellow]missing[/]  {Shown(member.Repository)}: {Shown(member.Path)}, owner {Shown(OwnerText(member))}"
                );
            if (set.AlsoIn.Count > 0)
                AnsiConsole.MarkupLine($"  also in  {Shown(string.Join(", ", set.AlsoIn.Select(o => o.Title)))}");
        }
        if (report.Named.Count > 0)
            AnsiConsole.MarkupLine("Named in:");
        foreach (var mention in report.Named)
            AnsiConsole.MarkupLine(
                $"  {mention.Kind.ToString().ToLowerInvariant()} {Shown(mention.Title)} [grey]{Shown(mention.Url)}[/]: {Shown(mention.As)}"
            );
        AnsiConsole.MarkupLine(
            report.Verdict switch
            {
                TouchVerdict.NoTwin => $"None of the {report.Paths:N0} paths has a linked file.",
                TouchVerdict.Complete => "Every linked file is in the change.",
                TouchVerdict.Acknowledged => $"Missing linked files are acknowledged: {Shown(report.Acknowledged!)}",
                _ => "[yellow]Change the missing files too, or give the ticket that covers them: --acknowledge URL.[/]",
            }
        );
    }

    private static string OwnerText(TouchReport.Member member) =>
        member.Owner is not { } owner
            ? "nobody is named"
            : owner.Team
                + (owner.Contact is null ? "" : $" ({owner.Contact})")
                + (owner.Away is null ? "" : $", away: {owner.Away}, instead {owner.Backup}");

    private static string Shown(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));
}
