using System.CommandLine;
using System.CommandLine.Parsing;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Commands;

/// <summary>What is wrong with the arguments of a program, as one line.</summary>
public static class WrongUse
{
    /// <summary>How many typing errors an option may have and still be recognised.</summary>
    private const int MaxTypingErrors = 2;

    /// <returns>Null when the arguments can be used.</returns>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return null;
        // An option that nobody knows comes first, since its value is an unknown argument; then one that lacks its value, since it may
        // have taken the next option for it.
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'));
        if (unknown is null && parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult) is { } option)
            return OneLine(option.Message);
        unknown ??= parsed.UnmatchedTokens is [var first, ..] ? first : null;
        if (unknown is null)
            return OneLine(parsed.Errors[0].Message);
        var name = unknown.Split('=', 2)[0];
        var meant = Nearest(name, NamesOf(parsed.CommandResult.Command));
        return $"unknown {(name.StartsWith('-') ? "option" : "argument")} '{name}'{(meant is null ? "" : $": did you mean {meant}?")}";
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        command
            .Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive)))
            .Where(o => !o.Hidden)
            .SelectMany(o => (string[])[o.Name, .. o.Aliases])
            .Concat(command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));

    /// <summary>The name with the fewest typing errors, or the only one that begins so.</summary>
    internal static string? Nearest(string given, IEnumerable<string> names)
    {
        var word = Bare(given);
        if (word.Length < 2)
            return null;
        var candidates = names.Where(n => Bare(n).Length > 1 && n.StartsWith('-') == given.StartsWith('-')).Distinct().ToList();
        var (name, errors) = candidates
            .Select(n => (Name: n, Errors: EditDistance.Of(word, Bare(n), MaxTypingErrors)))
            .OrderBy(n => n.Errors)
            .FirstOrDefault(("", MaxTypingErrors + 1));
        // Two errors in four letters are another word.
        if (errors <= Math.Min(MaxTypingErrors, word.Length / 3))
            return name;
        return candidates.Where(n => Bare(n).StartsWith(word, StringComparison.Ordinal)).ToList() is [var only] ? only : null;
    }

    private static string Bare(string name) => name.TrimStart('-').ToLowerInvariant();

    // The parser writes several lines, and names types of .NET.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace("'System.Nullable`1[System.Int32]'", "'System.Int32'", StringComparison.Ordinal)
            .Replace("'System.Nullable`1[System.Double]'", "'System.Double'", StringComparison.Ordinal)
            .Replace("as expected type 'System.Boolean'", "as true or false", StringComparison.Ordinal)
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
            .TrimEnd('.');
}
