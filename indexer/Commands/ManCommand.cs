using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using Knowledge.Content;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb man</c>: the manual page (man(7)), written from the same table of commands as the help.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Print the manual page: kb man | man -l -");
        command.SetAction(parsed =>
        {
            Console.Out.Write(PageOf(parsed.RootCommandResult.Command));
            return ExitCode.Success;
        });
        return command;
    }

    internal static string PageOf(Command root)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $".TH KB 1 \"\" \"Knowledge {Product.Version}\" \"User Commands\"\n");
        page.Append(".SH NAME\nkb \\- find the runbook that fits, in the words of the person who needs it\n");
        page.Append(".SH SYNOPSIS\n.B kb\n.I COMMAND\n.RI [ OPTIONS ]\n");
        Section(page, "DESCRIPTION", "Reads directories with runbooks and postmortems and answers from them. It needs no server.");
        page.Append(".SH OPTIONS OF EVERY COMMAND\n");
        foreach (var option in root.Options.Where(o => !o.Hidden))
            Item(page, option);
        page.Append(".SH COMMANDS\n");
        Commands(page, root, []);
        page.Append(".SH ENVIRONMENT\n");
        Item(
            page,
            "KB_NAME",
            "Every option can be kept as a variable: its name in capitals behind KB_, with _ for each -, such as KB_LIMIT."
        );
        Item(page, "KB_CONFIG", "Names the configuration file.");
        Item(page, "NO_COLOR", "When it is set nothing is coloured.");
        Item(page, "PAGER", "Shows what is longer than the screen; less -FRX when it is not set, nothing when it is empty.");
        page.Append(".SH FILES\n");
        Item(
            page,
            "~/.config/kb/config.yaml",
            "Options by name, those of one command below its name. What is typed comes first, then the environment, then this file."
        );
        Item(page, "~/.cache/kb", "What costs nothing but time when it is lost: the index that was read last, and vectors of texts.");
        page.Append(".SH EXIT STATUS\n");
        Item(page, "0", "Fine.");
        Item(page, "1", "Findings: check has errors, or touch misses a linked file.");
        Item(page, "2", "Wrong use; one line on standard error says what.");
        Item(page, "3", "There is nothing to answer from.");
        Item(page, "4", "Not found.");
        return page.ToString();
    }

    private static void Commands(StringBuilder page, Command command, IReadOnlyList<string> path)
    {
        foreach (var below in command.Subcommands.Where(c => !c.Hidden))
        {
            IReadOnlyList<string> name = [.. path, below.Name];
            var arguments = below.Arguments.Where(a => !a.Hidden).ToList();
            if (below.Subcommands.Count == 0)
            {
                page.Append(CultureInfo.InvariantCulture, $".SS kb {Escaped(string.Join(' ', [.. name, .. arguments.Select(Shown)]))}\n");
                Paragraph(page, Sentence(below.Description));
                foreach (var argument in arguments)
                    Item(page, Placeholder(argument), Sentence(argument.Description));
                foreach (var option in below.Options.Where(o => !o.Hidden && o is not (HelpOption or VersionOption)))
                    Item(page, option);
            }
            Commands(page, below, name);
        }
    }

    private static void Section(StringBuilder page, string heading, string text)
    {
        page.Append(CultureInfo.InvariantCulture, $".SH {heading}\n");
        Paragraph(page, text);
    }

    private static void Paragraph(StringBuilder page, string text) => page.Append(Escaped(text)).Append('\n');

    private static void Item(StringBuilder page, Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length));
        var value = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? "VALUE"}";
        var usual =
            option.HasDefaultValue
            && option.ValueType != typeof(bool)
            && Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) is { Length: > 0 } text
                ? $" (default: {text})"
                : "";
        Item(page, names + value, Sentence(option.Description) + usual);
    }

    private static void Item(StringBuilder page, string term, string text) =>
        page.Append(CultureInfo.InvariantCulture, $".TP\n.B {Escaped(term)}\n{Escaped(text)}\n");

    private static string Placeholder(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static string Shown(Argument argument) =>
        (argument.Arity.MinimumNumberOfValues == 0 ? $"[{Placeholder(argument)}]" : Placeholder(argument))
        + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");

    private static string Sentence(string? text) => text is null or "" ? "" : text.TrimEnd('.') + ".";

    // A backslash begins an escape, a hyphen may become a dash, and a line that begins with a dot or a quote is a request.
    private static string Escaped(string text)
    {
        var plain = text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
        return plain is ['.' or '\'', ..] ? "\\&" + plain : plain;
    }
}
