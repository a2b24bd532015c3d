using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Indexer.Redaction;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>A-16: a key that somebody searched with is neither kept nor shown: not as a gap, not as feedback, and not in a log.</summary>
public sealed class A16KeptSecretTests
{
    private const string Plain = "zorblax tokens expire after 90 days, password rotation of the kevlar gateway fails";

    private static readonly Random Random = new(16);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What somebody may paste, and the part of it that nobody may see again.</summary>
    private static IReadOnlyList<(string Text, string Secret)> Canaries { get; } =
    [
        Of("", "AKIA", Capitals(16)),
        Of("", "ASIA", Capitals(16)),
        Of("aws_secret_access_key = ", "", Letters(40)),
        Of("", "ghp_", Letters(36)),
        Of("", "gho_", Letters(36)),
        Of("", "ghs_", Letters(40)),
        Of("", "github_pat_", Letters(22) + "_" + Letters(59)),
        Of("", "glpat-", Letters(20)),
        Of("", "xoxb-", "731902846150-" + Letters(24)),
        Of("", "xoxp-", "731902846150-" + Letters(32)),
        Of("https://hooks.slack.com/services/T0Q8R2S4U/B7V9W1X3Y/", "", Letters(24)),
        Of("", "AIza", Letters(35)),
        Of("", "sk_live_", Letters(24)),
        Of("", "rk_live_", Letters(24)),
        Of("", "npm_", Letters(36)),
        Of("", "pypi-AgE", Letters(60)),
        Of("", "sk-proj-", Letters(48)),
        Of("", "sk-ant-", Letters(40)),
        Of("", "SG.", Letters(22) + "." + Letters(43)),
        Of("", "hvs.", Letters(24)),
        Of("", "dop_v1_", Convert.ToHexStringLower(Bytes(32))),
        Of("DefaultEndpointsProtocol=https;AccountKey=", "", Letters(86) + "=="),
        Of("Authorization: Bearer ", "eyJ", Letters(20) + ".eyJ" + Letters(40) + "." + Letters(43)),
        Of("", "", TokenText.Of(Bytes(32))),
        Of("password: ", "", "Ru5!" + Letters(10)),
        Of("export API_TOKEN=", "", "q7" + Letters(20)),
        Of("mysql --password ", "", "h4%" + Letters(9)),
        Of("postgres://app:", "", "p9#" + Letters(12)),
        Of("curl -u admin:", "", "z3!" + Letters(14)),
        Of("-----BEGIN EC PRIVATE KEY-----\n", "", Letters(64) + "\n-----END EC PRIVATE KEY-----"),
    ];

    private static (string, string) Of(string before, string prefix, string secret)
    {
        var text = before + prefix + secret;
        return (before.Contains("://app", StringComparison.Ordinal) ? text + "@db-7/app" : text, secret[..Math.Min(secret.Length, 12)]);
    }

    private static string Letters(int count) => Random.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789", count);

    private static string Capitals(int count) => Random.GetString("ABCDEFGHJKMNPQRSTUVWXYZ23456789", count);

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Random.NextBytes(bytes);
        return bytes;
    }

    private static string Query(int number, string text) => $"zorblax {(char)('a' + number % 26)}{number} refuses kevlar with {text}";

    [Fact]
    public async Task No_key_that_was_searched_with_is_kept_or_shown()
    {
        Assert.Equal(30, Canaries.Count);
        using var server = new ServerProcess(
            new Dictionary<string, string> { ["KB_EMBEDDER"] = "none", ["KB_LOG"] = "json" },
            ("panel.md", "# Panel shows no data\n\n## Remediation\n\n1. Restart the collector.\n")
        );
        await server.Start();
        foreach (var query in Canaries.Select((c, i) => Query(i, c.Text)).Append(Plain))
            await Post(server, "/api/search", new { q = query });
        var gaps = await Gaps(server);
        // Nothing else is lost: what was kept says what was asked for, and what kind of thing was taken out.
        Assert.Contains(Plain, gaps);
        Assert.Contains(Query(0, "[AWS access key]"), gaps);
        Assert.Contains(Query(29, "[private key]"), gaps);
        Assert.Contains(Query(24, "password: [password or token]"), gaps);

        for (var i = 0; i < Canaries.Count; i++)
            await Post(
                server,
                "/api/feedback",
                new
                {
                    query = Query(i, Canaries[i].Text),
                    documentId = "panel",
                    helped = true,
                }
            );
        var shown = new StringBuilder();
        foreach (
            var path in new[]
            {
                "/gaps",
                "/api/gaps",
                "/feeds/unanswered.atom",
                "/insights",
                "/",
                "/api/feedback",
                "/docs/panel",
                "/metrics",
            }
        )
            shown.AppendLine(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
        server.Kill();
        foreach (var file in Directory.GetFiles(server.Data, "*", SearchOption.AllDirectories))
            shown.AppendLine(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation)));
        shown.AppendJoin('\n', server.Output);
        var all = shown.ToString();
        Assert.Contains("zorblax", all, StringComparison.Ordinal);
        Assert.All(Canaries, c => Assert.DoesNotContain(c.Secret, all, StringComparison.Ordinal));
    }

    private static async Task Post(ServerProcess server, string path, object body)
    {
        using var answer = await server.Client.PostAsJsonAsync(path, body, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    // They are written a moment after the answer.
    private static async Task<IReadOnlyList<string>> Gaps(ServerProcess server)
    {
        for (var guard = 0; ; guard++)
        {
            var json = await server.Client.GetFromJsonAsync<JsonElement>("/api/gaps", Cancellation);
            var gaps = json.GetProperty("gaps").EnumerateArray().Select(g => g.GetProperty("query").GetString()!).ToList();
            if (gaps.Count == Canaries.Count + 1)
                return gaps;
            Assert.True(guard < 600, $"{gaps.Count} gaps: {string.Join('\n', gaps)}");
            await Task.Delay(100, Cancellation);
        }
    }
}
