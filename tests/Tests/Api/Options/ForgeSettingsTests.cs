using Knowledge.Api.Options;
using Knowledge.Indexer.Sources;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Options;

public sealed class ForgeSettingsTests
{
    private static readonly SourceDirectory[] One = [new("one", "/one")];
    private static readonly SourceDirectory[] Two = [new("one", "/one"), new("two-b", "/two")];

    private static (IReadOnlyDictionary<string, ForgeSettings> Forges, string? Error) Read(
        IReadOnlyList<SourceDirectory> sources,
        params (string, string?)[] settings
    ) =>
        ForgeSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Item1, s.Item2))).Build(),
            sources
        );

    [Theory]
    [InlineData("https://github.com/team/runbooks", ForgeKind.GitHub, "https://github.com/", "team/runbooks", null)]
    [InlineData(
        "https://gitlab.example/group/sub/runbooks.git#release",
        ForgeKind.GitLab,
        "https://gitlab.example/",
        "group/sub/runbooks",
        "release"
    )]
    [InlineData("https://codeberg.org/team/runbooks/", ForgeKind.Gitea, "https://codeberg.org/", "team/runbooks", null)]
    [InlineData("gitlab+https://git.example:8443/a/b", ForgeKind.GitLab, "https://git.example:8443/", "a/b", null)]
    [InlineData("GitHub+http://localhost:3000/a/b", ForgeKind.GitHub, "http://localhost:3000/", "a/b", null)]
    public void An_address_says_which_forge_and_repository(string text, ForgeKind kind, string site, string repository, string? branch) =>
        Assert.Equal(new(kind, new(site), repository, branch), ForgeSettings.Parse(text));

    [Theory]
    [InlineData("https://git.example/a/b")]
    [InlineData("https://github.com/a")]
    [InlineData("https://github.com/a/b/c")]
    [InlineData("https://user:pass@github.com/a/b")]
    [InlineData("https://github.com/a/b?x=1")]
    [InlineData("http://github.com/a/b")]
    [InlineData("github.com/a/b")]
    [InlineData("gitlab+https://git.example/a/..%2Fb")]
    [InlineData("ssh://git@github.com/a/b")]
    public void Anything_else_is_refused(string text)
    {
        Assert.Null(ForgeSettings.Parse(text));
        Assert.Contains(
            "--forge takes the address of a repository",
            Read(One, ("forge", text), ("KB_FORGE_TOKEN", "t")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Each_source_has_its_own_and_the_token_is_in_no_text()
    {
        var (forges, error) = Read(
            Two,
            ("forge:0", "one=https://github.com/a/b"),
            ("forge:1", "two-b=gitea+https://git.example/c/d"),
            ("KB_FORGE_TOKEN", "common"),
            ("KB_FORGE_TWO_B_TOKEN", "own")
        );
        Assert.Null(error);
        Assert.Equal(("common", "own"), (forges["one"].Token, forges["two-b"].Token));
        Assert.Equal("https://git.example/c/d", $"{forges["two-b"]}");
    }

    [Fact]
    public void What_makes_no_sense_is_one_line()
    {
        Assert.Contains("needs a token", Read(One, ("forge", "https://github.com/a/b")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "needs a token",
            Read(One, ("forge", "https://github.com/a/b"), ("KB_FORGE_TOKEN", "a b")).Error,
            StringComparison.Ordinal
        );
        Assert.Contains("write NAME=URL", Read(Two, ("forge", "https://github.com/a/b")).Error, StringComparison.Ordinal);
        Assert.Contains("the names are one, two-b", Read(Two, ("forge", "x=https://github.com/a/b")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "KB_FORGE_TOKEN_FILE cannot be read",
            Read(One, ("forge", "https://github.com/a/b"), ("KB_FORGE_TOKEN_FILE", "/absent")).Error,
            StringComparison.Ordinal
        );
        Assert.Empty(Read(One).Forges);
    }
}
