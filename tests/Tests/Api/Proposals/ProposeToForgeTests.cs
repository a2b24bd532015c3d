using System.Net;
using System.Text;
using static Knowledge.Tests.Api.Proposals.Proposing;

namespace Knowledge.Tests.Api.Proposals;

public sealed class ProposeToForgeTests
{
    // A token is no option; without --forge nobody reads it.
    static ProposeToForgeTests() => Environment.SetEnvironmentVariable("KB_FORGE_TOKEN", FakeForge.Token);

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
}
