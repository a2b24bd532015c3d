using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Twins;

/// <summary>Paths that pages name in code, and rules in their words.</summary>
internal static class NamedPaths
{
    // Names that every repository has; alone they name no path.
    // csharpier-ignore
    private static readonly HashSet<string> CommonNames =
    [
        "readme.md", "index.md", "main.py", "setup.py", "__init__.py", "index.js", "index.ts", "package.json", "package-lock.json",
        "go.mod", "go.sum", "main.go", "program.cs", "dockerfile", "makefile", "values.yaml", "chart.yaml", "main.tf",
        "variables.tf", "pom.xml", "build.gradle", "requirements.txt", "docker-compose.yml", "docker-compose.yaml", ".gitignore",
        "config.yaml", "config.yml", "appsettings.json", "license",
    ];

    /// <summary>Of more paths than this looking for each in each page costs more than parsing the pages once.</summary>
    private const int MaxLookedFor = 64;

    private static readonly char[] PatternMarks = ['*', '?'];

    private static readonly char[] Marks = [',', ';', ':', '"', '\'', '(', ')', '[', ']', '{', '}', '=', '|', '`'];

    // Documents live on when others change; reading their code again for every change would cost more than all else.
    private static readonly ConditionalWeakTable<Document, IReadOnlyList<string>> NamesOf = [];

    /// <summary>How a page names one of the paths; null when it does not.</summary>
    public static (string Path, string As)? In(Document document, ILookup<string, string> byName)
    {
        if (!NamesOf.TryGetValue(document, out var names))
        {
            if (!MayName(document, byName))
                return null;
            names = NamesOf.GetValue(document, Names);
        }
        foreach (var name in names)
        {
            var last = name[(name.LastIndexOf('/') + 1)..];
            // A pattern can name any path, a plain name only one that ends in it.
            var candidates =
                last.Contains('*', StringComparison.Ordinal) || last.Contains('?', StringComparison.Ordinal)
                    ? byName.SelectMany(p => p)
                    : byName[last];
            foreach (var path in candidates)
                if (IsNamed(path, name))
                    return (path, name);
        }
        return null;
    }

    /// <summary>Whether a page is worth parsing: it holds the last name of a path, or what looks like a pattern.</summary>
    private static bool MayName(Document document, ILookup<string, string> byName)
    {
        if (document.Rules.Count > 0 || byName.Count > MaxLookedFor)
            return true;
        var text = document.Markdown;
        if (byName.Any(n => text.Contains(n.Key, StringComparison.Ordinal)))
            return true;
        for (var at = text.IndexOfAny(PatternMarks); at >= 0; at = text.IndexOfAny(PatternMarks, at + 1))
        {
            var (before, after) = (at > 0 ? text[at - 1] : ' ', at + 1 < text.Length ? text[at + 1] : ' ');
            // In bold and italic text a star has a letter or another star beside it, in a pattern a mark of paths.
            if (before is '/' or '.' or '-' or '_' || after is '/' or '.' or '-' or '_')
                return true;
        }
        return false;
    }

    private static bool IsNamed(string path, string name)
    {
        if (!name.Contains('/', StringComparison.Ordinal))
            return !CommonNames.Contains(name.ToLowerInvariant())
                && path.EndsWith(name, StringComparison.Ordinal)
                && (path.Length == name.Length || path[^(name.Length + 1)] == '/');
        // Where it is installed there are directories in front of it.
        if (path.Contains('/', StringComparison.Ordinal) && name.EndsWith("/" + path, StringComparison.Ordinal))
            return true;
        var relative = name.TrimStart('.').TrimStart('/');
        return PathGlob.Matches(relative, path) || path.EndsWith("/" + relative, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Names(Document document)
    {
        var words = PageElements
            .Read(document.Markdown, 1)
            .Codes.Select(c => c.Text)
            .Concat(document.Rules.SelectMany(r => r.Words()))
            .SelectMany(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(w => w.Trim(Marks).TrimEnd('.'));
        return [.. words.Where(IsPath).Distinct().Take(2_000)];
    }

    // With a directory, or with an extension; `*.py` and `2>/dev/null` name nothing.
    private static bool IsPath(string word)
    {
        if (
            word.Length is < 5 or > 200
            || word.Contains("://", StringComparison.Ordinal)
            || word.Contains('$', StringComparison.Ordinal)
            || word.EndsWith('/')
        )
            return false;
        var last = word[(word.LastIndexOf('/') + 1)..];
        if (word.Count(char.IsLetterOrDigit) < 5 || word.Contains("/dev/", StringComparison.Ordinal))
            return false;
        return word.Contains('/', StringComparison.Ordinal)
            ? last.Trim('*').Length > 2
            : last.IndexOf('.', StringComparison.Ordinal) is > 2 and var dot
                && dot < last.Length - 1
                && char.IsLetter(last[^1])
                && !last.Contains('*', StringComparison.Ordinal);
    }
}
