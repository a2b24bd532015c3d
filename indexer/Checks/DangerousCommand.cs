using System.Text.RegularExpressions;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB140: a command that destroys what cannot be brought back, and no word of warning in its section.</summary>
internal static partial class DangerousCommand
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from code in page.Elements.Codes
        let match = Destroys().Match(code.Text)
        where
            match.Success
            && !IsOwnExample(page, code.Text)
            && !Harmless().IsMatch(code.Text)
            && !IsMadeAgain(code.Text)
            && !IsMentionOnly(code.Text)
            && (code.IsBlock || !IsNamedInProse(page, code.Text, code.Line))
            && !Warning().IsMatch(page.SectionAround(code.Line).Replace(code.Text, "", StringComparison.Ordinal))
        select CheckedContent.Finding(
            FindingCodes.DangerousCommand,
            Severity.Warning,
            page.Document,
            code.Line,
            $"`{match.Value.Trim()}` destroys what cannot be brought back, and nothing in its section warns of "
                + $"that. Say what is lost and what to check first.",
            match.Value.Trim()
        );

    // An inline `rm -rf` names the command; with something to remove behind it, it is one. Comments and options of find are neither.
    private static bool IsMentionOnly(string code) => code.TrimStart().StartsWith('#') || NameOnly().IsMatch(code.Trim());

    // Caches and what is built are fetched or made again; a query that writes statements runs none of them; objects of an operator's own
    // kind are settings.
    private static bool IsMadeAgain(string code) =>
        code.Split(['\n', ';', '&', '|']).All(l => !Destroys().IsMatch(l) || MadeAgain().IsMatch(l));

    [GeneratedRegex(
        @"\brm\s+(-[A-Za-z]+\s+)+[""']?(\S*/)?(\.terraform|node_modules|__pycache__|"
            + @"\.pytest_cache|\.gradle|\.cache|\.venv|dist|build|target)"
            + @"[""']?/?\*?[""']?\s*(;|&|$)|\brm\s+(-[A-Za-z]+\s+)+~/\.[\w-]+/(manifests?|cache|tmp)\b\S*\s*$|"
            + @"\bSELECT\b.*['""]\s*(DROP|TRUNCATE|DELETE)\s|\bkubectl\b[^|;&]*\bdelete\s+\w+(\.\w+)+\s+--all\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex MadeAgain();

    /// <summary>Whether what is dropped was created on the same page, to show something with it.</summary>
    private static bool IsOwnExample(CheckedPage page, string code) =>
        Dropped().Match(code) is { Success: true } dropped
        && Created().EnumerateMatches(page.Text) is var created
        && AnyNamed(page.Text, created, dropped.Groups["name"].Value.Trim('`', '"', '[', ']'));

    private static bool AnyNamed(string text, Regex.ValueMatchEnumerator created, string name)
    {
        foreach (var match in created)
            if (
                text.AsSpan(match.Index + match.Length).TrimStart("`\"[") is var rest
                && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (rest.Length == name.Length || !char.IsLetterOrDigit(rest[name.Length]) && rest[name.Length] is not ('_' or '.'))
            )
                return true;
        return false;
    }

    [GeneratedRegex(
        @"\b(DROP|TRUNCATE)\s+(TABLE|DATABASE|SCHEMA|VIEW|DICTIONARY)\s+(I[FS]\s+EXISTS\s+)?(?<name>[\w.`""\[\]-]+)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Dropped();

    [GeneratedRegex(
        @"\bCREATE\s+(OR\s+REPLACE\s+)?((TEMPORARY|MATERIALIZED|EXTERNAL)\s+)?(TABLE|DATABASE|SCHEMA|VIEW|DICTIONARY)\s+"
            + @"(IF\s+NOT\s+EXISTS\s+)?",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Created();

    /// <summary>Whether a sentence speaks of the command (`a … statement`), and tells nobody to run it.</summary>
    private static bool IsNamedInProse(CheckedPage page, string code, int line)
    {
        var text = line >= 1 && line <= page.Lines.Length ? page.Lines[line - 1] : "";
        var at = text.IndexOf(code, StringComparison.Ordinal);
        if (at < 0)
            return false;
        var before = text[..at];
        var sentence = before[(before.LastIndexOfAny(['.', ';', '!', '?']) + 1)..];
        return NounBehind().IsMatch(text[(at + code.Length)..]) && !Instruction().IsMatch(sentence);
    }

    // It asks before each file, or takes away what is there for a while only.
    [GeneratedRegex(
        @"^\W*(sudo\s+)?rm\s+(-[A-Za-z]*i[A-Za-z]*\s|--interactive\b|(-[A-Za-z]+\s+)+[""']?(/var)?/tmp/[\w.${}-]+[^\s;&|]*[""']?\s*$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Harmless();

    // The name of a command or statement without what it is to work on.
    [GeneratedRegex(
        @"^(rm\s+(-[A-Za-z]+|--recursive)|mkfs(\.\w+)?|wipefs|shred|dd|(DROP\s+(TABLE|DATABASE|SCHEMA|KEYSPACE)|TRUNCATE\s+TABLE|"
            + @"DELETE\s+FROM)(\s+IF\s+EXISTS)?)[;.…]*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex NameOnly();

    [GeneratedRegex(
        @"^[`""')\]]*\s+(statement|command|quer(y|ies)|keyword|clause|syntax|privilege|permission|event|operation|"
            + @"entr(y|ies)|call|flag)s?\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex NounBehind();

    [GeneratedRegex(
        @"\b(run|runs|execute|issue|type|enter|do|use|using|send|apply|paste|perform|try|with|then|by running|via|start)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Instruction();

    [GeneratedRegex(
        @"\brm\s+(-[A-Za-z]*[rR][A-Za-z]*|--recursive)\b|\bmkfs(\.\w+)?\s+[-/$<{]|\bdd\s[^|]*\bof=/dev/|\bwipefs\s|\bshred\s|>\s*/dev/sd|"
            + @"\b(DROP\s+(TABLE|DATABASE|SCHEMA|KEYSPACE)|TRUNCATE\s+TABLE)\b|\bDELETE\s+FROM\s+\S+\s*(;|""|'|$)|"
            + @"\bkubectl\b[^|;&]*\bdelete\b[^|;&]*\s"
            + @"(ns|namespaces?|pvc?|persistentvolume(claim)?s?|crds?|customresourcedefinitions?|--all(-namespaces)?|-A)\b|"
            + @"\bterraform\s+destroy\b|\b(FLUSHALL|FLUSHDB)\b|\bgit\s+push\b[^|;&]*(\s-f\b|--force\b)|\b(zfs|zpool)\s+destroy\b|"
            + @"\b(lv|vg|pv)remove\s|\betcdctl\b[^|;&]*\bdel\b[^|;&]*--prefix|\baws\s+s3\s+(rm\b[^|;&]*--recursive|rb\b[^|;&]*--force)|"
            + @"\bdocker\s+(system|volume)\s+prune\b|\bcurl\b[^|;&]*-X\s*DELETE[^|;&]*(_all|/\*)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Destroys();

    [GeneratedRegex(
        @"\b(warnings?|cautions?|danger(ous)?|careful(ly)?|beware|attention|irreversib(le|ly)|"
            + @"cannot be (undone|restored|brought back)|can't be undone|"
            + @"(data|everything)[^.\n]{0,40}\b(lost|loss|lose|delete[sd]?|destroy(s|ed)?)|"
            + @"(lose|loses|losing|lost|destroys?|deletes)\b[^.\n]{0,40}\bdata|permanently|back ?ups?|snapshot|never\b|do not\b|don't\b|"
            + @"only (if|when|after|files)|make sure|double.?check|first (check|look|make)|before (you|running|deleting)|last resort|"
            + @"no longer needed|not needed)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Warning();
}
