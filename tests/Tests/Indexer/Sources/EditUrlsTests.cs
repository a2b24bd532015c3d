using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class EditUrlsTests
{
    private static readonly SourceDirectory[] Two = [new("runbooks", "/srv/a"), new("team", "/srv/b")];

    [Fact]
    public void Is_given_by_name_or_alone_for_the_only_source()
    {
        Assert.Equal(
            [null, "https://git.example/b/?x=1&y={path}"],
            EditUrls.Assign(Two, ["team=https://git.example/b/?x=1&y={path}"]).Sources.Select(s => s.EditUrl)
        );
        Assert.Equal("https://git.example/a=b", Assert.Single(EditUrls.Assign([Two[0]], ["https://git.example/a=b"]).Sources).EditUrl);
    }

    [Theory]
    [InlineData("https://git.example/", "is for none of the 2 content directories")]
    [InlineData("other=https://git.example/", "the names are runbooks, team")]
    [InlineData("team=javascript:alert(1)", "is no address")]
    [InlineData("team=ftp://git.example/", "is no address")]
    [InlineData("team=https://me:secret@git.example/", "is no address")]
    [InlineData("team=https://git.example/?path=", "is no address")]
    [InlineData("team=https://git.example/#", "is no address")]
    [InlineData("team=https://{path}.example/", "is no address")]
    [InlineData("team=/edit", "is no address")]
    [InlineData("team=", "is no address")]
    public void A_mistake_is_one_line(string given, string error) =>
        Assert.Contains(error, EditUrls.Assign(Two, [given]).Error, StringComparison.Ordinal);

    [Fact]
    public void Twice_for_one_source_is_an_error() =>
        Assert.Contains(
            "twice",
            EditUrls.Assign(Two, ["team=https://a.example", "TEAM=https://b.example"]).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("https://git.example/edit/main", "sub/a b.md", "https://git.example/edit/main/sub/a%20b.md")]
    [InlineData("https://git.example/edit/main/", "a?b#c.md", "https://git.example/edit/main/a%3Fb%23c.md")]
    [InlineData("https://git.example/open?file={path}&mode=edit", "sub/a&b.md", "https://git.example/open?file=sub/a%26b.md&mode=edit")]
    public void The_path_is_put_behind_it_or_in_its_place(string editUrl, string path, string expected) =>
        Assert.Equal(expected, EditUrls.Of(editUrl, path));
}
