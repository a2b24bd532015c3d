using Knowledge.Content.Catalog;

namespace Knowledge.Tests.Content.Catalog;

/// <summary>The rules of GitHub's "About code owners".</summary>
public sealed class CodeOwnersTests
{
    [Theory]
    [InlineData("* @all", "a/b.md", "all")]
    [InlineData("*.md @docs", "a/b/c.md", "docs")]
    [InlineData("*.md @docs", "a/b/c.txt", null)]
    [InlineData("/docs/ @org/docs", "docs/a/b.md", "docs")]
    [InlineData("/docs/ @docs", "a/docs/b.md", null)]
    [InlineData("docs/ @docs", "a/docs/b.md", "docs")]
    [InlineData("docs/* @docs", "docs/a.md", "docs")]
    [InlineData("docs/* @docs", "docs/sub/a.md", null)]
    [InlineData("**/logs @logs", "deep/down/logs/a.md", "logs")]
    [InlineData("/a/**/z.md @z", "a/b/c/z.md", "z")]
    [InlineData("/a/**/z.md @z", "a/z.md", "z")]
    [InlineData("*-load*.md @data", "nightly-load-stuck.md", "data")]
    [InlineData("* @all\n/a/ @a", "a/x.md", "a")]
    [InlineData("/a/ @a\n* @all", "a/x.md", "all")]
    [InlineData("/a/ @a\n/a/b/", "a/b/x.md", null)]
    [InlineData("# comment\n*.md mail@example.test @team # why", "x.md", "team")]
    public void Finds_the_last_pattern_that_matches(string file, string path, string? owner) =>
        Assert.Equal(owner, CodeOwners.Read(file).OwnerOf(path));

    [Fact]
    public void Is_not_slowed_down_by_hostile_patterns() =>
        Assert.Null(CodeOwners.Read(string.Concat(Enumerable.Repeat("*a", 500)) + "b @x").OwnerOf(new string('a', 5000)));
}
