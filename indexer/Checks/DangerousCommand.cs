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
            && !IsMentionOnly(code.Text)
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
    private static bool IsMentionOnly(string code) =>
        code.TrimStart().StartsWith('#') || code.Trim() is "rm -rf" or "rm -r" or "DROP TABLE" or "DROP DATABASE";

    [GeneratedRegex(
        @"\brm\s+(-[A-Za-z]*[rR][A-Za-z]*|--recursive)\b|\bmkfs(\.\w+)?\s|\bdd\s[^|]*\bof=/dev/|\bwipefs\s|\bshred\s|>\s*/dev/sd|"
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
