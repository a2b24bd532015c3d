using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Checks;

/// <summary>What a code means and what to do about it, out of the one page that says so: <c>content/FINDINGS.md</c>.</summary>
internal static partial class FindingCatalog
{
    public sealed record Entry(string Code, string What, string Advice);

    public static FrozenDictionary<string, Entry> All { get; } = Read().ToFrozenDictionary(e => e.Code);

    private static IEnumerable<Entry> Read()
    {
        using var stream = typeof(FindingCatalog).Assembly.GetManifestResourceStream("findings.md")!;
        using var reader = new StreamReader(stream);
        foreach (Match row in Row().Matches(reader.ReadToEnd()))
            yield return new(row.Groups["code"].Value, Plain(row.Groups["what"].Value), Plain(row.Groups["advice"].Value));
    }

    private static string Plain(string cell) => Link().Replace(cell.Trim(), "$1");

    [GeneratedRegex(
        @"^\| (?<code>KB\d{3}) \| [^|]+ \| (?<what>[^|]+) \| (?<advice>[^|]+) \|",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Row();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
