using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Text;

namespace Knowledge.Content.Catalog;

/// <summary>Owners by path, as a CODEOWNERS file lists them: the last pattern that matches counts.</summary>
/// <remarks>
/// Patterns: GitHub, "About code owners"; GitLab, "Code Owners syntax" (sections, whose owners hold for their lines without any). Of
/// several owners of a line the first team is taken; e-mail addresses and roles are no teams.
/// </remarks>
public sealed partial record CodeOwners(IReadOnlyList<CodeOwners.Line> Lines)
{
    public sealed record Line(string Pattern, string? Owner);

    public static CodeOwners Read(string text)
    {
        var lines = new List<Line>();
        string? ofSection = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            if (Section().Match(line) is { Success: true } section)
                ofSection = FirstTeam(Words(section.Groups["owners"].Value));
            else if (Words(line) is [var pattern, .. var owners])
                // Who names somebody who is no team has named somebody.
                lines.Add(new(pattern, owners.Count > 0 ? FirstTeam(owners) : ofSection));
        return new(lines);
    }

    private static string? FirstTeam(IReadOnlyList<string> owners) =>
        owners.FirstOrDefault(w => w.StartsWith('@') && !w.StartsWith("@@", StringComparison.Ordinal)) is { } owner
            ? CatalogReader.Reference(owner[1..])
            : null;

    /// <summary>The words of a line up to a comment; a backslash makes a blank or a <c>#</c> part of its word.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i <= line.Length; i++)
            if (i < line.Length && line[i] == '\\' && i + 1 < line.Length && line[i + 1] is ' ' or '#' or '\\' or '[')
                word.Append(line[++i]);
            else if (i < line.Length && line[i] != '#' && !char.IsWhiteSpace(line[i]))
                word.Append(line[i]);
            else
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
                if (i < line.Length && line[i] == '#')
                    break;
            }
        return words;
    }

    /// <param name="path">Relative to the directory the file governs.</param>
    public string? OwnerOf(string path) => Lines.LastOrDefault(l => Matches(l.Pattern, path))?.Owner;

    // [Name] @owner, ^[Optional], [Name][2] @owner
    [GeneratedRegex(@"^\s*\^?\[[^\]]+\](\[[0-9]+\])?(?<owners>([ \t].*)?)$", RegexOptions.NonBacktracking)]
    private static partial Regex Section();

    private static bool Matches(string pattern, string path)
    {
        var anchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var directory = pattern.EndsWith('/');
        var segments = pattern.Trim('/').Split('/');
        var names = path.Split('/');
        for (var start = 0; start < names.Length; start++)
        {
            if (PathGlob.MatchesFrom(segments, names, start, directory))
                return true;
            if (anchored)
                break;
        }
        return false;
    }
}
