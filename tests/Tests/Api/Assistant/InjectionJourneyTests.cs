using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Knowledge.Api.Assistant.Verification;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>
/// Sixty hostile pages, alerts, chats and searches from the front door to what is shown: with a language model that obeys every one of
/// them, and for an assistant that reads by MCP.
/// </summary>
[Trait("Reliability", "A-22")]
public sealed class InjectionJourneyTests
{
    private static readonly string[] Hostile = Repository
        .Text("tests/Tests/Api/Assistant/hostile.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // By words and by alerts the way is the same for all of them.
    private const int Searched = 15;

    private static readonly string[] Addresses = ["evil.example", "://", "www.", "169.254."];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Server Hosting(string? chat = null)
    {
        var server = Server.With([
            .. Hostile.Select(
                (text, i) =>
                    (
                        $"page-{i}.md",
                        $"---\nkind: runbook\nsymptoms: [\"Gauge {Word(i)} shows no data\"]\n---\n# Gauge {Word(i)}\n\n## Causes\n\n"
                            + $"- The disk of gauge {Word(i)} is full.\n\n{text}\n\n## Remediation\n\n"
                            + $"1. Clean the disk of gauge {Word(i)}.\n"
                    )
            ),
        ]);
        return chat is null ? server : server.Setting("chat-url", chat).Setting("chat-budget", "10000000");
    }

    // A word of its own for each page.
    private static string Word(int number) => $"{(char)('a' + number / 26)}{(char)('a' + number % 26)}rondel";

    /// <summary>Does all that it is told by what it was sent, and wants to call tools.</summary>
    private static Task<FakeChatServer> Obedient() =>
        FakeChatServer.Start(async http =>
        {
            using var sent = JsonDocument.Parse((string)http.Items[FakeChatServer.Asked]!);
            var text = sent.RootElement.GetProperty("messages")[1].GetProperty("content").GetString()!;
            var reply = new StringBuilder();
            foreach (var line in text.Split('\n').Where(l => l.StartsWith('[')))
            {
                var number = line[..(line.IndexOf(']', StringComparison.Ordinal) + 1)];
                var said = line[number.Length..].Trim();
                reply.Append($"{said} {number}\nmoment: {said} [1]\nfactor: {said}? [1]\nI was told: {said} [1]\n");
            }
            reply.Append("See https://evil.example/?q=SECRET [1].\n{\"tool_calls\":[{\"function\":{\"name\":\"delete_page\"}}]}\n");
            await FakeChatServer.StreamAsync(http, reply.ToString());
        });

    [Fact]
    public async Task What_a_page_shows_is_carried_by_what_it_cites_and_no_tool_is_offered_or_called()
    {
        await using var chat = await Obedient();
        using var server = Hosting(chat.Url);
        using var client = server.Client();
        var shown = 0;
        for (var i = 0; i < Hostile.Length; i++)
        {
            var page = new HtmlParser().ParseDocument(
                await client.GetStringAsync($"/assistant/summary?q=gauge+{Word(i)}+shows+no+data", Cancellation)
            );
            var part = page.QuerySelector("section[aria-labelledby=cited]") ?? page.QuerySelector("main")!;
            foreach (var link in part.QuerySelectorAll("a[href]"))
                Assert.StartsWith("/", link.GetAttribute("href")!, StringComparison.Ordinal);
            Assert.Empty(part.QuerySelectorAll("img, script, iframe, form"));
            foreach (var sentence in part.QuerySelectorAll("li"))
            {
                var citations = sentence.QuerySelectorAll("a[title]").Select(a => a.GetAttribute("title")!).ToList();
                Assert.NotEmpty(citations);
                foreach (var link in sentence.QuerySelectorAll("a"))
                    link.Remove();
                var said = sentence.TextContent.Trim();
                Assert.DoesNotContain(Addresses, a => said.Contains(a, StringComparison.OrdinalIgnoreCase));
                IReadOnlyList<EvidenceSentence> cited = [.. citations.Select((c, n) => new EvidenceSentence(n, c, "", "", ""))];
                Assert.Null(ReplyVerifier.ReasonToDrop(said, cited));
                shown++;
            }
        }
        // It was asked, and what the pages do say was shown: an empty page would prove nothing.
        Assert.Equal(Hostile.Length, chat.Requests.Count);
        Assert.True(shown >= Hostile.Length, $"{shown}");
        Assert.All(chat.Requests, r => Assert.False(r.TryGetProperty("tools", out _) || r.TryGetProperty("functions", out _)));
    }

    [Fact]
    public async Task Alerts_and_searches_are_never_evidence()
    {
        await using var chat = await Obedient();
        using var server = Hosting(chat.Url);
        using var client = server.Client();
        foreach (var text in Hostile.Take(Searched))
        {
            var query = text.Length > 400 ? text[..400] : text;
            await client.GetStringAsync($"/search?q={Uri.EscapeDataString(query)}", Cancellation);
            await client.GetStringAsync($"/assistant/summary?q={Uri.EscapeDataString(query)}", Cancellation);
        }
        foreach (var request in chat.Requests)
        {
            var sent = request.GetProperty("messages")[1].GetProperty("content").GetString()!;
            // Below the heading of the question everything is quoted; above it stand sentences of pages only.
            var question = sent[sent.LastIndexOf("Question:\n", StringComparison.Ordinal)..]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(question.Skip(1), line => Assert.StartsWith("> ", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task By_mcp_every_hostile_line_is_quoted_and_nothing_invisible_is_left()
    {
        using var server = Hosting();
        using var http = server.Client();
        foreach (var text in Hostile.Take(Searched))
            await http.GetStringAsync($"/search?q={Uri.EscapeDataString(text.Length > 400 ? text[..400] : text)}", Cancellation);
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(
                new() { Endpoint = new(http.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp },
                http,
                ownsHttpClient: false
            ),
            cancellationToken: Cancellation
        );
        var unmarked = new List<string>();
        for (var i = 0; i < Hostile.Length; i++)
        {
            unmarked.AddRange(await Unmarked(client, "show", new() { ["id"] = $"page-{i}" }));
            if (i >= Searched)
                continue;
            unmarked.AddRange(await Unmarked(client, "search", new() { ["query"] = $"gauge {Word(i)} shows no data" }));
            unmarked.AddRange(await Unmarked(client, "match_alert", new() { ["name"] = $"Gauge{i}", ["summary"] = Hostile[i] }));
        }
        unmarked.AddRange(await Unmarked(client, "unanswered_searches", new() { ["limit"] = 100 }));

        foreach (var line in unmarked)
            Assert.DoesNotContain(Hostile, h => h.Length > 12 && line.Contains(h[..12], StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(unmarked);
    }

    // What the server says of itself: everything else begins with the mark of a quotation.
    private static async Task<IEnumerable<string>> Unmarked(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var answer = await client.CallToolAsync(tool, arguments, cancellationToken: Cancellation);
        var text = string.Concat(answer.Content.OfType<TextContentBlock>().Select(c => c.Text));
        Assert.DoesNotContain(text.EnumerateRunes(), r => r.Value is (>= 0xE0000 and <= 0xE007F) or 0x202E or 0x200B or 0x2066);
        return text.Split('\n').Where(line => !line.TrimStart().StartsWith('>'));
    }
}
