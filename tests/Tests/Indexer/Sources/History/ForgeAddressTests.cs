using Knowledge.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Sources.History;

public sealed class ForgeAddressTests
{
    [Theory]
    [InlineData("git@github.com:team/runbooks.git", "https://github.com/team/runbooks/edit/feature/x%20y/sub/")]
    [InlineData(
        "ssh://git@gitlab.example.com:2222/group/sub/runbooks.git",
        "https://gitlab.example.com/group/sub/runbooks/-/edit/feature/x%20y/sub/"
    )]
    [InlineData("https://user:secret@codeberg.org/team/runbooks", "https://codeberg.org/team/runbooks/_edit/feature/x%20y/sub/")]
    [InlineData("http://gitea.example:3000/team/runbooks.git", "http://gitea.example:3000/team/runbooks/_edit/feature/x%20y/sub/")]
    [InlineData("https://git.example/team/runbooks.git", null)]
    [InlineData("https://mygithub.com/team/runbooks.git", null)]
    [InlineData("https://github.com/a/b/c", null)]
    [InlineData("https://github.com/team", null)]
    [InlineData("https://github.com/team/../x", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///srv/git/github.com/x/y", null)]
    [InlineData("/srv/runbooks.git", null)]
    [InlineData("ext::sh -c x", null)]
    [InlineData("git@github.com:team/run books", null)]
    public void Is_recognised_where_it_is_certain(string origin, string? expected) =>
        Assert.Equal(expected, ForgeAddress.EditUrl(origin, "feature/x y", "sub/"));
}
