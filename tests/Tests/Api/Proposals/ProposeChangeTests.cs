using System.Net;
using System.Text;
using Knowledge.Api.Access;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Indexer.Sources.History;

namespace Knowledge.Tests.Api.Proposals;

public sealed class ProposeChangeTests
{
    private const string Page = "# Disk full\n\n## Remediation\n\n1. Free some space.\n";
    private const string Changed = "# Disk full\n\n## Remediation\n\n1. Free some space on `/data`.\n";

    // A token is no option; without --forge nobody reads it.
    static ProposeChangeTests() => Environment.SetEnvironmentVariable("KB_FORGE_TOKEN", FakeForge.Token);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The source lies in a folder of the repository.
    private static (Server Server, GitRepository Repository) Serving(string page = Page, params (string, string)[] settings)
    {
        var repository = new GitRepository();
        repository.With("docs/disk full.md", page).With("other.md", "x\n").Commit("2026-02-01");
        repository.Run("config", "core.autocrlf", "false");
        var server = Server.Told(settings).Setting("content", Path.Combine(repository.Root, "docs"));
        return (server, repository);
    }

    private static async Task<string> Opened(HttpClient client, string path = "/propose/disk-full")
    {
        // git is read beside the first answers.
        for (var tries = 0; ; tries++)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
            if (answer.StatusCode == HttpStatusCode.OK)
                return await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(tries < 200, $"{answer.StatusCode}");
            await Task.Delay(50, Stop);
        }
    }

    private static string BaseOf(string page) => page.Split("name=\"base\" value=\"")[1].Split('"')[0];

    private static async Task<(HttpStatusCode Status, string Text, string? Type)> Send(
        HttpClient client,
        string what,
        string text,
        string hash,
        string change = "Name the directory",
        string path = "/propose/disk-full"
    )
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(text.Replace("\n", "\r\n", StringComparison.Ordinal)), "text" },
            { new StringContent(hash), "base" },
            { new StringContent(change), "change" },
            { new StringContent("Nobody knew which one."), "reason" },
            { new StringContent("Ada"), "actor" },
            { new StringContent(what), "do" },
        };
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop), answer.Content.Headers.ContentType?.MediaType);
    }

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

    public static TheoryData<string, string[]> ForgeSteps() =>
        new()
        {
            {
                "github",
                [
                    "GET /api/v3/repos/team/runbooks",
                    "GET /api/v3/repos/team/runbooks/contents/docs/disk%20full.md?ref=main",
                    "GET /api/v3/repos/team/runbooks/git/ref/heads/main",
                    "POST /api/v3/repos/team/runbooks/git/refs",
                    "PUT /api/v3/repos/team/runbooks/contents/docs/disk%20full.md",
                    "POST /api/v3/repos/team/runbooks/pulls",
                ]
            },
            {
                "gitlab",
                [
                    "GET /api/v4/projects/team%2Frunbooks",
                    "GET /api/v4/projects/team%2Frunbooks/repository/files/docs%2Fdisk%20full.md/raw?ref=main",
                    "POST /api/v4/projects/team%2Frunbooks/repository/commits",
                    "POST /api/v4/projects/team%2Frunbooks/merge_requests",
                ]
            },
            {
                "gitea",
                [
                    "GET /api/v1/repos/team/runbooks",
                    "GET /api/v1/repos/team/runbooks/contents/docs/disk%20full.md?ref=main",
                    "PUT /api/v1/repos/team/runbooks/contents/docs/disk%20full.md",
                    "POST /api/v1/repos/team/runbooks/pulls",
                ]
            },
        };

    [Theory]
    [MemberData(nameof(ForgeSteps))]
    public async Task A_branch_and_a_request_are_made_where_a_token_is_configured(string kind, string[] steps)
    {
        using var forge = new FakeForge(Page);
        var (server, repository) = Serving(Page, ("forge", $"{kind}+http://127.0.0.1:{forge.Port}/team/runbooks"));
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            // Which folder of the repository it is git says.
            var form = await Opened(client);
            await WaitForGit(client);
            Assert.Contains(kind == "gitlab" ? "Open a merge request" : "Open a pull request", form, StringComparison.Ordinal);
            var (status, page, _) = await Send(client, "request", Changed, BaseOf(form));
            Assert.True(status == HttpStatusCode.OK, page);
            Assert.Contains("href='https://forge.example/team/runbooks/pulls/7'", page, StringComparison.Ordinal);
            Assert.DoesNotContain(FakeForge.Token, page, StringComparison.Ordinal);
            Assert.Equal(steps, forge.Received.Select(r => $"{r.Method} {r.Path}"));

            var commit = forge.Received.Last(r => r.Body?.ContainsKey("content") == true || r.Body?.ContainsKey("actions") == true).Body!;
            var content =
                kind == "gitlab"
                    ? (string)commit["actions"]![0]!["content"]!
                    : Encoding.UTF8.GetString(Convert.FromBase64String((string)commit["content"]!));
            Assert.Equal(Changed, content);
            Assert.StartsWith(
                "Name the directory\n\nProposed by Ada.",
                (string?)commit["message"] ?? (string?)commit["commit_message"],
                StringComparison.Ordinal
            );
            // Never into the branch that others read.
            var branch = (string?)(kind == "gitea" ? commit["new_branch"] : commit["branch"]);
            Assert.StartsWith("knowledge/disk-full-", branch, StringComparison.Ordinal);
            var request = forge.Received.Last().Body!;
            Assert.Equal(branch, (string?)(request["head"] ?? request["source_branch"]));
            Assert.Equal("main", (string?)(request["base"] ?? request["target_branch"]));
        }
    }

    [Theory]
    [InlineData(401, "does not take the token (401)")]
    [InlineData(404, "(404)")]
    [InlineData(500, "refused it (500)")]
    [InlineData(302, "refused it (302)")]
    public async Task A_forge_that_refuses_is_told_of_without_the_token(int refusal, string why)
    {
        using var forge = new FakeForge(Page) { Refuses = refusal };
        var (server, repository) = Serving(Page, ("forge", $"gitea+http://127.0.0.1:{forge.Port}/team/runbooks"));
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            var (status, page, _) = await Send(client, "request", Changed, BaseOf(await Opened(client)));
            Assert.Equal(HttpStatusCode.BadGateway, status);
            Assert.Contains(why, page, StringComparison.Ordinal);
            Assert.Contains("Your text is still in the form.", page, StringComparison.Ordinal);
            Assert.Contains("on `/data`", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain(FakeForge.Token, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_another_at_the_forge_is_not_overwritten()
    {
        using var forge = new FakeForge(Page + "\nMore.\n");
        var (server, repository) = Serving(Page, ("forge", $"github+http://127.0.0.1:{forge.Port}/team/runbooks"));
        using (repository)
        using (server)
        using (var client = server.Client())
        {
            var form = await Opened(client);
            await WaitForGit(client);
            var (status, page, _) = await Send(client, "request", Changed, BaseOf(form));
            Assert.Equal(HttpStatusCode.BadGateway, status);
            Assert.Contains("is another there", page, StringComparison.Ordinal);
            Assert.DoesNotContain(forge.Received, r => r.Method != "GET");
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

    private static async Task WaitForGit(HttpClient client)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var json = await client.GetStringAsync(new Uri("/api/documents/disk-full", UriKind.Relative), Stop);
            if (json.Replace(" ", "", StringComparison.Ordinal).Contains("\"basis\":\"git\"", StringComparison.Ordinal))
                return;
            await Task.Delay(50, Stop);
        }
        Assert.Fail("git was not read");
    }
}
