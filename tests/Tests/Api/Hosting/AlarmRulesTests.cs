using System.Net;
using System.Text.RegularExpressions;
using Knowledge.Tests.Api.Store;

namespace Knowledge.Tests.Api.Hosting;

/// <summary>The rules of alarms that ship: each asks for what a server tells, is in the docs, and leads to its runbook.</summary>
public sealed partial class AlarmRulesTests : IDisposable
{
    private static readonly string Rules = File.ReadAllText(Path.Combine(Repository.Root, "runbooks", "alerts", "knowledge.yaml"));

    private readonly string backups = Directory.CreateTempSubdirectory("kb-alarms-").FullName;

    private sealed record Rule(string Name, string Expression, string Page);

    private static IReadOnlyList<Rule> All { get; } =
    [.. RuleText().Matches(Rules).Select(m => new Rule(m.Groups["name"].Value, m.Groups["expression"].Value, m.Groups["page"].Value))];

    public static TheoryData<string> Names => new(All.Select(r => r.Name));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(backups, recursive: true);

    [GeneratedRegex(
        @"- alert: (?<name>\w+)\s+expr: (?<expression>.+)\n(?:.*\n)*?\s+runbook_url: https://kb\.tickerline\.example(?<page>\S+)"
    )]
    private static partial Regex RuleText();

    [GeneratedRegex(@"\bkb_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex("loop=\"([^\"]+)\"")]
    private static partial Regex Loop();

    [Fact]
    public async Task Each_asks_for_what_a_server_tells()
    {
        using var alone = new ServerProcess(
            new Dictionary<string, string> { ["KB_EMBEDDER"] = "none", ["KB_NOTIFY_URL"] = "https://told.example/" },
            ("a.md", "# A\n\nText.\n")
        )
        {
            Arguments = ["--backup-to", backups],
        };
        using var node = new ServerProcess(
            new Dictionary<string, string> { ["KB_EMBEDDER"] = "none", ["KB_STORE"] = PostgresServer.Shared.NewDatabase() },
            ("a.md", "# A\n\nText.\n")
        );
        var told = "";
        foreach (var server in new[] { alone, node })
        {
            await server.Start();
            told += await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        }
        Assert.Equal(Regex.Count(Rules, "- alert:"), All.Count);
        Assert.All(All, r => Assert.True(Metric().IsMatch(r.Expression) || r.Name == "KnowledgeNotReady", r.Name));
        foreach (var metric in All.SelectMany(r => Metric().Matches(r.Expression)).Select(m => m.Value).Distinct())
            Assert.True(Regex.IsMatch(told, $@"^{metric}[ {{]", RegexOptions.Multiline), $"{metric} is not in /metrics");
        foreach (var loop in All.SelectMany(r => Loop().Matches(r.Expression)).Select(m => m.Value).Distinct())
            Assert.Contains(loop, told, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_leads_to_the_page_that_says_what_to_do(string name)
    {
        using var server = new Server();
        using var client = server.Client();

        using var answer = await client.GetAsync(new Uri($"/r/{name}", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(All.Single(r => r.Name == name).Page, answer.Headers.Location!.OriginalString.Split('?', '#')[0]);
    }

    [Fact]
    public void The_docs_name_each_and_no_other()
    {
        var docs = string.Concat(
            new[] { "operate.md", "operate-several-nodes.md" }.Select(f => File.ReadAllText(Path.Combine(Repository.Root, "docs", f)))
        );
        var named = Regex.Matches(docs, "`((?:Knowledge|Accepted)[A-Z][A-Za-z]+)`").Select(m => m.Groups[1].Value).Distinct();

        Assert.Equal(All.Select(r => r.Name).Order(), named.Order());
    }
}
