using System.Net;
using Knowledge.Api.Live;
using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Api.Documents;

public sealed class GetFileTests
{
    private static Document Page(string path) => Assert.Single(DocumentReader.Read(new("docs", "docs", path, "# P\n\nText.\n")).Documents);

    [Theory]
    [InlineData("img/a.png", "/files/docs/team/img/a.png")]
    [InlineData("./a b.svg", "/files/docs/team/a%20b.svg")]
    [InlineData("a%20b.svg", "/files/docs/team/a%20b.svg")]
    [InlineData("../a.gif?raw=1#x", "/files/docs/a.gif")]
    [InlineData("/static/a.webp", "/files/docs/static/a.webp")]
    [InlineData("plan.pdf", "/files/docs/team/plan.pdf")]
    public void A_file_beside_a_page_has_an_address(string target, string address) =>
        Assert.Equal(address, AttachmentAddress.Of(Page("team/page.md"), target));

    [Theory]
    [InlineData("../../etc/a.png")]
    [InlineData("https://a.example/b.png")]
    [InlineData(".git/a.png")]
    [InlineData("run.sh")]
    [InlineData("a.js")]
    [InlineData("a.html")]
    [InlineData("other.md")]
    [InlineData("#a.png")]
    [InlineData("%2e%2e/%2e%2e/a.png")]
    [InlineData("a\\b.png")]
    [InlineData("javascript:a.png")]
    [InlineData("")]
    public void Other_addresses_are_none_of_it(string target) => Assert.Null(AttachmentAddress.Of(Page("team/page.md"), target));

    [Fact]
    public async Task A_page_shows_its_picture_and_it_is_served_without_scripts()
    {
        await using var server = Server.With(
            ("team/page.md", "# P\n\n![Plan](plan.svg) and [log](last.log)\n"),
            ("team/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
            ("team/last.log", "<script>alert(1)</script>"),
            ("team/.secret.png", "x"),
            ("team/run.sh", "x")
        );
        using var client = server.Client();
        var source = Path.GetFileName(server.Content);
        var page = await client.GetStringAsync("/docs/team/page", TestContext.Current.CancellationToken);
        Assert.Contains($"<img src=\"/files/{source}/team/plan.svg\" alt=\"Plan\">", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/files/{source}/team/last.log\"", page, StringComparison.Ordinal);

        using var picture = await client.GetAsync($"/files/{source}/team/plan.svg", TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
        Assert.Contains("sandbox", string.Join(';', picture.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(picture.Headers.GetValues("X-Content-Type-Options")));

        using var log = await client.GetAsync($"/files/{source}/team/last.log", TestContext.Current.CancellationToken);
        Assert.Equal("application/octet-stream", log.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", log.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Theory]
    [InlineData("team/.secret.png")]
    [InlineData("team/run.sh")]
    [InlineData("team/page.md")]
    [InlineData("team/absent.png")]
    [InlineData("team/empty.png")]
    [InlineData("team/large.png")]
    [InlineData("team/out.png")]
    [InlineData("team/folder.png")]
    [InlineData("..%2f..%2fetc%2fpasswd.png")]
    public async Task What_is_not_to_be_served_is_not_there(string path)
    {
        await using var server = Server.With(
            ("team/page.md", "# P\n\nText.\n"),
            ("team/.secret.png", "x"),
            ("team/run.sh", "x"),
            ("team/empty.png", "")
        );
        File.WriteAllBytes(Path.Combine(server.Content, "team/large.png"), new byte[10 * 1024 * 1024 + 1]);
        File.CreateSymbolicLink(Path.Combine(server.Content, "team/out.png"), "/etc/hostname");
        Directory.CreateDirectory(Path.Combine(server.Content, "team/folder.png"));
        using var client = server.Client();
        using var response = await client.GetAsync(
            $"/files/{Path.GetFileName(server.Content)}/{path}",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_picture_of_just_the_allowed_size_is_served_and_one_of_no_source_is_not()
    {
        await using var server = Server.With(("page.md", "# P\n\nText.\n"));
        File.WriteAllBytes(Path.Combine(server.Content, "large.png"), new byte[10 * 1024 * 1024]);
        using var client = server.Client();
        using var large = await client.GetAsync(
            $"/files/{Path.GetFileName(server.Content)}/large.png",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, large.StatusCode);
        using var other = await client.GetAsync("/files/absent/large.png", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }
}
