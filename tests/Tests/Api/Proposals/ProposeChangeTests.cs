using System.Net;
using System.Text;
using Knowledge.Api.Access;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Indexer.Sources.History;
using static Knowledge.Tests.Api.Proposals.Proposing;

namespace Knowledge.Tests.Api.Proposals;

public sealed class ProposeChangeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Page, Changed)]
    [InlineData("\uFEFF# Disk full\n\nText", "# Disk full\n\nOther text")]
    [InlineData("# Disk full\r\n\r\nText.\r\n", "# Disk full\n\nOther text.")]
    public async Task The_patch_of_a_changed_page_is_one_that_git_takes(string page, string changed)
    {
        var (server, repository) = Serving(page);
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            var form = await Opened(client);
            var (status, patch, type) = await Send(client, "patch", changed, BaseOf(form));
            Assert.Equal((HttpStatusCode.OK, "text/x-patch"), (status, type));
            var file = Path.Combine(repository.Outside, "a.patch");
            await File.WriteAllTextAsync(file, patch, new UTF8Encoding(false), Stop);
            repository.Run("am", "--quiet", "--keep-cr", file);
            var expected = page.Contains("\r\n", StringComparison.Ordinal)
                ? changed.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"
                : (page[0] == '\uFEFF' ? "\uFEFF" : "") + changed;
            Assert.Equal(
                Encoding.UTF8.GetBytes(expected),
                await File.ReadAllBytesAsync(Path.Combine(repository.Root, "docs/disk full.md"), Stop)
            );
            Assert.Equal("Name the directory|Ada", repository.Run("log", "-1", "--format=%s|%an").Trim());
            // The foot of the page leads there; nothing of the server's own changed before that.
            Assert.Contains(
                "disk full.md</code>, <a href=\"/propose/disk-full\">Propose a change</a>",
                await client.GetStringAsync(new Uri("/docs/disk-full", UriKind.Relative), Stop),
                StringComparison.Ordinal
            );
        }
    }

    // Put together here, so that nobody's scanner finds it in this file.
    private const string Key = "AKIA" + "Q3EGRIUZ7LMN4OPK";

    // A repository forgets nothing; what stands in it already keeps nobody from changing something else.
    [Theory]
    [InlineData(Page, Changed + Key, "Name the directory", 422)]
    [InlineData(Page, Changed, "Name " + Key, 422)]
    [InlineData(Page + Key, Changed + Key, "Name the directory", 200)]
    public async Task A_key_is_not_proposed(string page, string changed, string change, int status)
    {
        var (server, repository) = Serving(page);
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            var answer = await Send(client, "patch", changed, BaseOf(await Opened(client)), change);
            Assert.Equal(status, (int)answer.Status);
            Assert.Equal(status == 422, answer.Text.Contains("holds what looks like a AWS access key", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_page_of_plain_text_is_shown_and_changed_as_others_are()
    {
        const string text = "Queue stands\n\nHILFE\n\n1. Kick it with one of them.\n";
        using var repository = new GitRepository();
        repository
            .With("knowledge.yaml", "text-pages: [\"*.txt\"]\n")
            .With("headings.yaml", "remediation: [hilfe]\n")
            .With("notes/queue.txt", text)
            .Commit("2026-02-01");
        using var server = Server.Told([]).Setting("content", repository.Root);
        using var client = server.Client();
        var hash = BaseOf(await Opened(client, "/propose/notes/queue.txt"));
        var changed = text.Replace("one of them", "`queuectl kick`", StringComparison.Ordinal);

        var (status, difference, _) = await Send(client, "compare", changed, hash, path: "/propose/notes/queue.txt");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h2>Preview</h2>", difference, StringComparison.Ordinal);
        Assert.Contains("id=\"hilfe\"", difference, StringComparison.Ordinal);

        var (_, patch, type) = await Send(client, "patch", changed, hash, path: "/propose/notes/queue.txt");
        Assert.Equal("text/x-patch", type);
        var file = Path.Combine(repository.Outside, "a.patch");
        await File.WriteAllTextAsync(file, patch, new UTF8Encoding(false), Stop);
        repository.Run("am", "--quiet", file);
        Assert.Equal(changed, await File.ReadAllTextAsync(Path.Combine(repository.Root, "notes/queue.txt"), Stop));
    }

    [Fact]
    public async Task What_cannot_be_sent_stays_in_the_form_with_the_reason()
    {
        var (server, repository) = Serving();
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            var hash = BaseOf(await Opened(client));
            await Expect("patch", Page, hash, "Nothing is changed yet.");
            await Expect("patch", Changed, hash, "Say in one line what changes.", change: " ");
            await Expect("request", Changed, hash, "No repository is configured");
            var (status, difference, _) = await Send(client, "compare", Changed, hash);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("<ins>+ 1. Free some space on `/data`.</ins>", WebUtility.HtmlDecode(difference), StringComparison.Ordinal);
            Assert.DoesNotContain("Open a ", difference, StringComparison.Ordinal);

            // Somebody else was faster.
            repository.With("docs/disk full.md", Page + "\nMore.\n").Commit("2026-02-02");
            await Expect("patch", Changed, hash, "has changed since you opened it");

            async Task Expect(string what, string text, string based, string why, string change = "x")
            {
                var (refused, page, _) = await Send(client, what, text, based, change);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
                Assert.Contains(why, page, StringComparison.Ordinal);
                Assert.Contains("1. Free some space", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_page_of_no_repository_and_one_that_is_no_plain_text_have_no_such_form()
    {
        using (var server = Server.With(("a.md", "# A\n\nText.\n")))
        using (var client = server.Client())
        {
            using var answer = await client.GetAsync(new Uri("/propose/a", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(
                "/propose/",
                await client.GetStringAsync(new Uri("/docs/a", UriKind.Relative), Stop),
                StringComparison.Ordinal
            );
            using var absent = await client.GetAsync(new Uri("/propose/absent", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
        }

        var (mixed, repository) = Serving("# Disk full\r\n\nText.\n");
        using (repository)
        using (mixed)
        using (var client = mixed.Client())
        {
            for (var tries = 0; ; tries++)
            {
                using var answer = await client.GetAsync(new Uri("/propose/disk-full", UriKind.Relative), Stop);
                if ((await answer.Content.ReadAsStringAsync(Stop)).Contains("line ends of several kinds", StringComparison.Ordinal))
                    break;
                Assert.True(tries < 200);
                await Task.Delay(50, Stop);
            }
        }
    }

    [Fact]
    public async Task Only_authors_propose_and_it_is_in_the_audit()
    {
        using var repository = new GitRepository();
        repository.With("a.md", "# A\n\nText.\n").Commit("2026-02-01");
        using var server = Visitor.Local().Setting("content", repository.Root);
        using (var responder = server.As(Role.Responder, "Rita"))
        using (var answer = await responder.GetAsync(new Uri("/propose/a", UriKind.Relative), Stop))
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var author = server.As(Role.Author, "Ada");
        var hash = BaseOf(await Opened(author, "/propose/a"));
        using var form = Visitor.Form(("text", "# A\n\nOther.\n"), ("base", hash), ("change", "x"), ("do", "patch"));
        using (var answer = await author.PostAsync(new Uri("/propose/a", UriKind.Relative), form, Stop))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var admin = server.As(Role.Admin, "Root");
        Assert.Contains("/propose/a", await admin.GetStringAsync(new Uri("/audit", UriKind.Relative), Stop), StringComparison.Ordinal);
    }
}
