using System.CommandLine;
using System.Globalization;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb new</c>: a page to begin with, in the shape of FORMAT.md, with hints where something belongs.</summary>
internal static class NewCommand
{
    private const string Runbook = """
        ---
        title: {title}
        # owner: the team that keeps it true
        # services:
        # alerts: names of the rules it is for
        # symptoms: what people see, in their words
        # ask: what first-line support asks about the scope
        # stays-green: checks that say all is well in this failure
        # wording: approved sentences for customers
        ---

        # {heading}

        ## Symptoms

        <!-- - What is seen, and what is not -->

        ## Causes

        <!-- - **The likeliest cause in one sentence.** Check: `a command that only looks` Expect: what one sees -->

        ## Diagnosis

        <!-- 1. What to look at, with the command, and what one should see (Expect: …) -->

        ## Remediation

        <!-- 1. What to do, with the command; before it what could be lost -->

        ## Verification

        <!-- 1. How one sees that it worked -->

        ## Escalation

        <!-- Whom to call when it does not -->

        """;

    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "postmortem or runbook" };
        kind.AcceptOnlyFromAmong("postmortem", "runbook");
        var title = new Argument<string[]>("title") { Description = "What it is about", Arity = ArgumentArity.OneOrMore };
        var date = new Option<string?>("--date") { Description = "Day of the incident; default today", HelpName = "YYYY-MM-DD" };
        var output = new Option<string?>("--out")
        {
            Description = "File to write, or a directory; default standard output. An existing file is not overwritten",
            HelpName = "FILE|DIR",
        };
        var command = new Command("new", "Start a postmortem or a runbook as a file") { kind, title, date, output };
        command.SetAction(parsed =>
        {
            var (words, isPostmortem) = (string.Join(' ', parsed.GetValue(title)!).Trim(), parsed.GetValue(kind) == "postmortem");
            if (words.Length is 0 or > 200)
                return UsageError("the title takes 1 to 200 characters");
            var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            if (
                parsed.GetValue(date) is { } given
                && !DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            )
                return UsageError("--date takes a day such as 2026-03-02");
            var text = isPostmortem
                ? PostmortemDraft.Of(words, day).Text(hints: true)
                : Runbook
                    .Replace("{title}", PostmortemForm.Scalar(words), StringComparison.Ordinal)
                    .Replace("{heading}", words, StringComparison.Ordinal) + "\n";
            if (parsed.GetValue(output) is not { } to)
            {
                Console.Out.Write(text);
                return ExitCode.Success;
            }
            var name = DocumentId.FromText(words.Replace('/', '-')).Value;
            var path = Directory.Exists(to) ? Path.Combine(to, (isPostmortem ? $"{day:yyyy-MM-dd}-{name}" : name) + ".md") : to;
            try
            {
                using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
                file.Write(text);
            }
            catch (IOException) when (File.Exists(path))
            {
                return UsageError($"'{path}' is there already; nothing was written");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return UsageError($"'{path}' cannot be written ({e.GetType().Name})");
            }
            Console.Out.WriteLine(path);
            return ExitCode.Success;
        });
        return command;
    }

    private static int UsageError(string text)
    {
        Console.Error.WriteLine($"kb: {text}");
        return ExitCode.UsageError;
    }
}
