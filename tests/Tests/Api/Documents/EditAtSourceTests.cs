using System.Text.Json;
using Knowledge.Tests.Indexer.Sources.History;

namespace Knowledge.Tests.Api.Documents;

public sealed class EditAtSourceTests
{
    private const string Page = "# Disk full\n\n## Remediation\n\n1. Free some space.\n";

    [Fact]
    public async Task A_checkout_says_who_changed_a_page_last_and_where_it_is_edited()
    {
        await using var server = Server.With(("team/disk full.md", Page));
        using var repository = new GitRepository(server.Content);
        repository.Commit("2026-02-01", "Ada Example");
        repository.Run("remote", "add", "origin", "git@github.com:team/runbooks.git");
        repository.Run("update-ref", "refs/remotes/origin/main", "HEAD");
        using var client = server.Client();

        // git is read beside the first answers.
        var json = await Until(client, "\"basis\":\"git\"");
        using var document = JsonDocument.Parse(json);
        Assert.Equal(
            "https://github.com/team/runbooks/edit/main/team/disk%20full.md",
            document.RootElement.GetProperty("editUrl").GetString()
        );
        var change = document.RootElement.GetProperty("lastChange");
        Assert.Equal("2026-02-01", change.GetProperty("at").GetString()![..10]);
        Assert.Equal("Ada Example", Assert.Single(change.GetProperty("authors").EnumerateArray()).GetString());
        Assert.DoesNotContain("mail.example", json, StringComparison.Ordinal);

        var page = await client.GetStringAsync("/docs/team/disk-full", TestContext.Current.CancellationToken);
        Assert.Contains("Last updated", page, StringComparison.Ordinal);
        Assert.Contains("by Ada Example", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://github.com/team/runbooks/edit/main/team/disk%20full.md\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_checkout_the_file_time_is_told_as_such_and_the_address_is_the_given_one()
    {
        await using var server = Server.With(("disk.md", Page));
        await using var configured = server.WithWebHostBuilder(host => host.UseSetting("edit-url", "https://git.example/open?file={path}"));
        using var client = configured.CreateClient();
        var page = await client.GetStringAsync("/docs/disk", TestContext.Current.CancellationToken);
        Assert.Contains("(by file time)", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://git.example/open?file=disk.md\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "\"basis\":\"fileTime\"",
            (await client.GetStringAsync("/api/documents/disk", TestContext.Current.CancellationToken)).Replace(
                " ",
                "",
                StringComparison.Ordinal
            ),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> Until(HttpClient client, string part)
    {
        for (var tries = 0; ; tries++)
        {
            var json = await client.GetStringAsync("/api/documents/team/disk-full", TestContext.Current.CancellationToken);
            if (json.Replace(" ", "", StringComparison.Ordinal).Contains(part, StringComparison.Ordinal))
                return json;
            Assert.True(tries < 300, json);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
