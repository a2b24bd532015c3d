using System.Net;
using Knowledge.Tests.Indexer.Sources.History;

namespace Knowledge.Tests.Api.Proposals;

/// <summary>A page in a repository, and the form on which a change of it is proposed.</summary>
internal static class Proposing
{
    public const string Page = "# Disk full\n\n## Remediation\n\n1. Free some space.\n";
    public const string Changed = "# Disk full\n\n## Remediation\n\n1. Free some space on `/data`.\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The source lies in a folder of the repository.
    public static (Server Server, GitRepository Repository) Serving(string page = Page, params (string, string)[] settings)
    {
        var repository = new GitRepository();
        repository.With("docs/disk full.md", page).With("other.md", "x\n").Commit("2026-02-01");
        repository.Run("config", "core.autocrlf", "false");
        var server = Server.Told(settings).Setting("content", Path.Combine(repository.Root, "docs"));
        return (server, repository);
    }

    public static async Task<string> Opened(HttpClient client, string path = "/propose/disk-full")
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

    public static string BaseOf(string page) => page.Split("name=\"base\" value=\"")[1].Split('"')[0];

    public static async Task<(HttpStatusCode Status, string Text, string? Type)> Send(
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

    public static async Task WaitForGit(HttpClient client)
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
