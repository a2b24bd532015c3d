namespace Knowledge.Content.Catalog;

/// <summary>Owners by path, as a CODEOWNERS file lists them: the last pattern that matches counts.</summary>
/// <remarks>
/// Patterns: GitHub, "About code owners". Of several owners of a line the first team is taken; e-mail addresses are no teams.
/// </remarks>
public sealed record CodeOwners(IReadOnlyList<CodeOwners.Line> Lines)
{
    public sealed record Line(string Pattern, string? Owner);

    public static CodeOwners Read(string text) =>
        new([
            .. from line in text.Split('\n')
            let words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            where words.Length > 0 && !words[0].StartsWith('[')
            let owner = words.Skip(1).FirstOrDefault(w => w.StartsWith('@'))
            select new Line(words[0], owner is null ? null : CatalogReader.Reference(owner[1..])),
        ]);

    /// <param name="path">Relative to the directory the file governs.</param>
    public string? OwnerOf(string path) => Lines.LastOrDefault(l => Matches(l.Pattern, path))?.Owner;

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
