using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Tests.Docs;

/// <summary>From README.md one comes to every page of the documentation, and no link on the way is dead.</summary>
public sealed partial class DocumentationIndexTests
{
    private static List<string> Pages() => [.. Repository.Files().Where(f => f.EndsWith(".md", StringComparison.Ordinal) && !IsContent(f))];

    /// <summary>The example knowledge base and the judged pages are content, and GitHub shows the templates by itself.</summary>
    private static bool IsContent(string file) =>
        file.StartsWith("runbooks/", StringComparison.Ordinal)
        || file.StartsWith(".github/", StringComparison.Ordinal)
        || file.Contains("/judged/", StringComparison.Ordinal) && file.Contains("/corpus/", StringComparison.Ordinal);

    public static TheoryData<string> EveryPage() => [.. Pages()];

    [Theory]
    [MemberData(nameof(EveryPage))]
    public void Links_lead_to_a_file_and_to_a_heading_of_it(string page)
    {
        var dead = Links(page).Where(l => !Path.Exists(Path.Combine(Repository.Root, l.Path)) || !HasAnchor(l.Path, l.Anchor)).ToList();
        Assert.True(dead.Count == 0, $"{page} has dead links: {string.Join(", ", dead)}");
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var unreached = Pages().Except(Reached("README.md")).ToList();
        Assert.True(unreached.Count == 0, $"No link leads to {string.Join(", ", unreached)}: name them in docs/README.md.");
    }

    [Fact]
    public void Every_page_is_in_the_index_itself()
    {
        var named = Links("docs/README.md").Select(l => l.Path).ToHashSet(StringComparer.Ordinal);
        var missing = Pages().Where(p => p is not "docs/README.md" && !named.Contains(p)).ToList();
        Assert.True(missing.Count == 0, $"docs/README.md does not name {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Files_that_the_architecture_names_are_there()
    {
        var named = NamedFiles().Matches(Repository.Text("ARCHITECTURE.md")).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.InRange(named.Count, 30, int.MaxValue);
        Assert.DoesNotContain(named, f => !Path.Exists(Path.Combine(Repository.Root, f)));
    }

    [GeneratedRegex("`((?:content|indexer|api|tests)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex NamedFiles();

    [Theory]
    [InlineData("FORMAT.md", "content/FORMAT.md", "")]
    [InlineData("../QUALITY.md#confidence", "QUALITY.md", "confidence")]
    [InlineData("#what-is-read", "content/FINDINGS.md", "what-is-read")]
    public void Links_are_read_from_where_they_stand(string link, string path, string anchor) =>
        Assert.Equal((path, anchor), Target("content/FINDINGS.md", link));

    [Theory]
    [InlineData("## Every option", "every-option")]
    [InlineData("## What `kb check` says, and why", "what-kb-check-says-and-why")]
    [InlineData("## nDCG@10", "ndcg10")]
    public void A_heading_has_the_anchor_that_a_reader_of_the_repository_gets(string heading, string anchor) =>
        Assert.Equal([anchor], Anchors(heading));

    private static HashSet<string> Reached(string start)
    {
        var reached = new HashSet<string>([start], StringComparer.Ordinal);
        var left = new Queue<string>([start]);
        while (left.TryDequeue(out var page))
            foreach (var (path, _) in Links(page).Where(l => l.Path.EndsWith(".md", StringComparison.Ordinal) && !IsContent(l.Path)))
                if (File.Exists(Path.Combine(Repository.Root, path)) && reached.Add(path))
                    left.Enqueue(path);
        return reached;
    }

    private static IEnumerable<(string Path, string Anchor)> Links(string page) =>
        Link()
            .Matches(Code().Replace(Repository.Text(page), ""))
            .Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal) && !l.StartsWith("mailto:", StringComparison.Ordinal))
            .Select(l => Target(page, l));

    private static (string Path, string Anchor) Target(string page, string link)
    {
        var (path, anchor) = link.Split('#') is [var file, var fragment] ? (file, fragment) : (link, "");
        var full = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        return (Path.GetRelativePath(Repository.Root, Path.GetFullPath(full, Repository.Root)).Replace('\\', '/'), anchor);
    }

    private static bool HasAnchor(string page, string anchor) =>
        anchor.Length == 0
        || page.EndsWith(".md", StringComparison.Ordinal) && Anchors(Block().Replace(Repository.Text(page), "")).Contains(anchor);

    /// <summary>
    /// Anchors of headings as GitHub makes them: letters, digits, hyphens and underscores in lower case, a hyphen for a space.
    /// </summary>
    private static List<string> Anchors(string text) =>
        [
            .. Heading()
                .Matches(text)
                .Select(m =>
                    m.Groups[1]
                        .Value.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                        .Aggregate(new StringBuilder(), (anchor, c) => anchor.Append(c == ' ' ? '-' : char.ToLowerInvariant(c)))
                        .ToString()
                ),
        ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(`{3,})[^\n]*\n.*?^\1$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(`{3,})[^\n]*\n.*?^\1$|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
