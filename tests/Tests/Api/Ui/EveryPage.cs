using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Knowledge.Tests.Api.Ui;

/// <summary>A browser before a server that has something on each of its pages: an alert, a draft, words without an answer.</summary>
public sealed class EveryPage : IAsyncLifetime
{
    /// <summary>Addresses of pages by their route; in braces stands what only a running server knows.</summary>
    public static IReadOnlyDictionary<string, string[]> Addresses { get; } =
        new Dictionary<string, string[]>
        {
            ["/"] = ["/"],
            ["/account"] = ["/account"],
            ["/account/searches"] = ["/account/searches"],
            ["/account/sessions"] = ["/account/sessions"],
            ["/account/tokens"] = ["/account/tokens"],
            ["/actions"] = ["/actions", "/actions?team=support"],
            ["/alerts"] = ["/alerts"],
            ["/alerts/{id}"] = ["/alerts/{alert}"],
            ["/audit"] = ["/audit"],
            ["/compare"] = ["/compare?a=dashboards-empty&b=stale-prices~2"],
            ["/customer/{**id}"] = ["/customer/postmortems/2026-03-02-empty-dashboards"],
            ["/dead-ends"] = ["/dead-ends", "/dead-ends?service=ticker-loader"],
            ["/docs/{**id}"] =
            [
                "/docs/dashboards-empty",
                "/docs/postmortems/2026-03-02-empty-dashboards",
                "/docs/postmortems/2026-03-02-empty-dashboards?replay=1",
                "/docs/alerts/nightlyloadnotfinished",
                "/docs/absent",
            ],
            ["/gaps"] = ["/gaps", "/gaps?state=answered"],
            ["/gaps/{id}"] = ["/gaps/{gap}"],
            ["/health"] = ["/health", "/health?state=no+owner"],
            ["/help"] = ["/help"],
            ["/insights"] = ["/insights"],
            ["/map"] = ["/map", "/map?service=ticker-db"],
            ["/postmortems"] = ["/postmortems"],
            ["/postmortems/new"] = ["/postmortems/new?searched=no+rows"],
            ["/postmortems/{slug}/customer"] = ["/postmortems/{draft}/customer"],
            ["/postmortems/{slug}/edit"] = ["/postmortems/{draft}/edit", "/postmortems/{draft}/edit?view=text"],
            ["/postmortems/{slug}/history"] = ["/postmortems/{draft}/history"],
            ["/problems/{name}"] = ["/problems/not-found"],
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
            ["/services/{name}"] = ["/services/ticker-loader"],
            ["/sign-in"] = ["/sign-in"],
            ["/status"] = ["/status"],
            ["/stays-green"] = ["/stays-green", "/stays-green?service=absent"],
            ["/stored"] = ["/stored"],
            ["/styleguide"] = ["/styleguide"],
            ["/teams/{name}"] = ["/teams/data"],
            ["/touch"] = ["/touch?repository=ticker-loader&paths=src%2Foutput%2Fshard-07.py"],
        };

    /// <summary>What answers GET and is no page, or has a test of its own because it takes more than the example.</summary>
    public static IReadOnlyDictionary<string, string> Others { get; } =
        new Dictionary<string, string>
        {
            ["/alerts/{id}/postmortem.md"] = "a file",
            ["/archive/{name}/{**id}"] = "takes an archive: ArchiveEndpointTests",
            ["/assistant/areas"] = "takes a language model: AssistantPageTests",
            ["/assistant/rewrites"] = "takes a language model: AssistantPageTests",
            ["/assistant/runbook"] = "takes a language model: RunbookDraftTests",
            ["/assistant/summary"] = "takes a language model: AssistantPageTests",
            ["/audit.jsonl"] = "a file",
            ["/feeds/postmortems.atom"] = "a feed",
            ["/feeds/unanswered.atom"] = "a feed",
            ["/files/{source}/{**path}"] = "a file",
            ["/gaps/answered"] = "a part of the home page",
            ["/llms.txt"] = "a text",
            ["/metrics"] = "figures for machines",
            ["/opensearch.xml"] = "a file",
            ["/postmortems/{slug}/export.md"] = "a file",
            ["/search/suggest"] = "a part of a page: KeyboardTests",
            ["/sign-in/done"] = "takes a provider: OidcTests",
            ["/sign-in/link/{number}"] = "takes sign-in: LocalSignInTests",
            ["/sign-in/out"] = "takes a provider: OidcTests",
        };

    private readonly Dictionary<string, string> known = [];
    private Browser? browser;

    public Browser Browser => browser!;

    internal Server Server { get; } = new();

    /// <summary>With what the running server knows in the place of its name.</summary>
    public string Told(string address) => known.Aggregate(address, (a, k) => a.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        browser = await Browser.Before(Server);
        using var sender = Server.Sender();
        sender.InnerHandler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(sender) { BaseAddress = new(browser.Address) };
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
            {"version": "4", "alerts": [{"status": "firing", "fingerprint": "f1", "labels": {"alertname": "NightlyLoadNotFinished",
             "severity": "page", "service": "ticker-loader"}, "annotations": {"summary": "The nightly load has not finished"}}]}
            """,
            Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), body)).EnsureSuccessStatusCode();
        await client.GetAsync(new Uri("/search?q=purple+elephant+invoice", UriKind.Relative));
        known["alert"] = await First(client, "/api/alerts", "alerts", e => e.GetProperty("alert").GetProperty("id"));
        known["gap"] = await First(client, "/api/gaps", "gaps", e => e.GetProperty("id"));
    }

    public ValueTask DisposeAsync() => browser!.DisposeAsync();

    private static async Task<string> First(HttpClient client, string url, string list, Func<JsonElement, JsonElement> of)
    {
        for (var guard = 0; guard < 400; guard++, await Task.Delay(25))
            foreach (var item in (await client.GetFromJsonAsync<JsonElement>(url)).GetProperty(list).EnumerateArray())
                return of(item).GetString()!;
        throw new InvalidOperationException($"{url} stays empty.");
    }
}
