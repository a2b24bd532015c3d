using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Knowledge.Tests.Api.Languages;

/// <summary>A server that has something on each of its pages, asked without a browser: alerts, a draft, a gap.</summary>
public sealed class AllPages : IAsyncLifetime
{
    /// <summary>Addresses of pages by their route; in braces stands what only a running server knows.</summary>
    public static IReadOnlyDictionary<string, string[]> Addresses { get; } =
        new Dictionary<string, string[]>
        {
            ["/"] = ["/"],
            ["/account"] = ["/account"],
            ["/account/sessions"] = ["/account/sessions"],
            ["/account/tokens"] = ["/account/tokens"],
            ["/actions"] = ["/actions"],
            ["/alerts"] = ["/alerts", "/alerts?q=none+such"],
            ["/alerts/{id}"] = ["/alerts/{alert}", "/alerts/{lonely}"],
            ["/audit"] = ["/audit"],
            ["/compare"] = ["/compare?a=dashboards-empty&b=stale-prices~2"],
            ["/customer/{**id}"] = ["/customer/postmortems/2026-03-02-empty-dashboards"],
            ["/dead-ends"] = ["/dead-ends", "/dead-ends?service=absent"],
            ["/docs/{**id}"] =
            [
                "/docs/dashboards-empty",
                "/docs/postmortems/2026-03-02-empty-dashboards",
                "/docs/postmortems/2026-03-02-empty-dashboards?replay=1",
                "/docs/alerts/nightlyloadnotfinished",
                "/docs/absent",
            ],
            ["/gaps"] = ["/gaps", "/gaps?state=dismissed"],
            ["/gaps/{id}"] = ["/gaps/absent"],
            ["/health"] = ["/health"],
            ["/help"] = ["/help"],
            ["/insights"] = ["/insights"],
            ["/map"] = ["/map", "/map?service=ticker-db"],
            ["/postmortems"] = ["/postmortems"],
            ["/postmortems/new"] = ["/postmortems/new?searched=no+rows"],
            ["/postmortems/{slug}/customer"] = ["/postmortems/{draft}/customer"],
            ["/postmortems/{slug}/edit"] = ["/postmortems/{draft}/edit", "/postmortems/{draft}/edit?view=text"],
            ["/postmortems/{slug}/history"] = ["/postmortems/{draft}/history"],
            ["/problems/{name}"] = [.. Knowledge.Api.Problems.Problem.All.Select(p => $"/problems/{p.Name}")],
            ["/propose/{**id}"] = ["/propose/dashboards-empty"],
            ["/r/{**alertname}"] = ["/r/NoSuchAlert"],
            ["/runbooks"] = ["/runbooks", "/runbooks?kind=postmortem"],
            ["/runbooks/new"] = ["/runbooks/new"],
            ["/search"] =
            [
                "/search?q=dashboards+not+loading",
                "/search?q=quantum+flamingo&preview=1",
                "/search?q=empty+dashboard&kind=runbook&sort=changed",
                "/search?q=" + new string('a', 600),
            ],
            ["/services"] = ["/services"],
            ["/services/{name}"] = ["/services/ticker-loader", "/services/absent"],
            ["/sign-in"] = ["/sign-in"],
            ["/status"] = ["/status"],
            ["/stays-green"] = ["/stays-green", "/stays-green?service=absent"],
            ["/stored"] = ["/stored"],
            ["/styleguide"] = ["/styleguide"],
            ["/teams/{name}"] = ["/teams/data", "/teams/absent"],
            ["/touch"] = ["/touch", "/touch?repository=ticker-loader&paths=src%2Foutput%2Fshard-07.py"],
        };

    /// <summary>What answers GET and is no page, or takes more than the example.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        "/alerts/{id}/postmortem.md",
        "/archive/{name}/{**id}",
        "/assistant/areas",
        "/assistant/rewrites",
        "/assistant/runbook",
        "/assistant/summary",
        "/audit.jsonl",
        "/feeds/postmortems.atom",
        "/feeds/unanswered.atom",
        "/files/{source}/{**path}",
        "/gaps/answered",
        "/llms.txt",
        "/metrics",
        "/opensearch.xml",
        "/postmortems/{slug}/export.md",
        "/search/suggest",
        "/sign-in/done",
        "/sign-in/link/{number}",
        "/sign-in/out",
    ];

    /// <summary>All addresses, as they are told to <see cref="Text"/>.</summary>
    public static IEnumerable<string> Urls => Addresses.Values.SelectMany(a => a).Append("/absent");

    private readonly Dictionary<string, string> known = [];

    public Server Server { get; } = new();

    /// <summary>The HTML of a page.</summary>
    /// <param name="language">As a browser asks for it.</param>
    public async Task<string> Text(string url, string language)
    {
        using var client = Server.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        var address = known.Aggregate(url, (a, k) => a.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal));
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask InitializeAsync()
    {
        using var client = Server.Client();
        using var begun = await client.PostAsync(
            new Uri("/postmortems/new", UriKind.Relative),
            new FormUrlEncodedContent([
                new("title", "For everyone"),
                new("date", "2026-03-02"),
                new("chat", Repository.Text("tests/Tests/Content/Timelines/Chats/empty-dashboards.txt")),
                new("do", "begin"),
                new("accept", "symptom-2"),
            ])
        );
        known["draft"] = begun.Headers.Location!.ToString().Split('/')[2];
        using var body = new StringContent(
            """
            {"version": "4", "alerts": [
             {"status": "firing", "fingerprint": "f1", "labels": {"alertname": "NightlyLoadNotFinished", "severity": "page",
              "service": "ticker-loader"}, "annotations": {"summary": "The nightly load has not finished"}},
             {"status": "resolved", "fingerprint": "f2", "labels": {"alertname": "Lonely"}}]}
            """,
            Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), body)).EnsureSuccessStatusCode();
        await client.GetAsync(new Uri("/search?q=purple+elephant+invoice", UriKind.Relative));
        known["alert"] = await IdOf(client, "NightlyLoadNotFinished");
        known["lonely"] = await IdOf(client, "Lonely");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static async Task<string> IdOf(HttpClient client, string alert)
    {
        for (var guard = 0; guard < 400; guard++, await Task.Delay(25))
            foreach (var item in (await client.GetFromJsonAsync<JsonElement>("/api/alerts")).GetProperty("alerts").EnumerateArray())
                if (item.GetProperty("alert").GetProperty("alert").GetProperty("name").GetString() == alert)
                    return item.GetProperty("alert").GetProperty("id").GetString()!;
        throw new InvalidOperationException($"{alert} is not listed.");
    }
}
