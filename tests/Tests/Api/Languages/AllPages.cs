using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Knowledge.Tests.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Languages;

/// <summary>
/// Servers that have something on each of their pages, asked without a browser: alerts, a draft, a gap; where people sign in accounts,
/// sessions, tokens, saved searches; and one with an archive and a language model.
/// </summary>
public sealed partial class AllPages : IAsyncLifetime
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
            ["/actions"] = ["/actions"],
            ["/alerts"] = ["/alerts", "/alerts?q=none+such"],
            ["/alerts/{id}"] = ["/alerts/{alert}", "/alerts/{lonely}"],
            ["/archive/{name}/{**id}"] = ["/archive/tickets/OPS-1", "/archive/tickets/absent"],
            ["/assistant/areas"] = ["/assistant/areas?id=empty"],
            ["/assistant/rewrites"] = ["/assistant/rewrites?q=purple+elephant+invoice"],
            ["/assistant/runbook"] = ["/assistant/runbook?alert={solved}"],
            ["/assistant/summary"] = ["/assistant/summary?q=dashboards+show+no+data", "/assistant/summary?q=purple+elephant+invoice"],
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
            ["/gaps/{id}"] = ["/gaps/{gap}", "/gaps/absent"],
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
                "/search?q=relay&scope=archive",
            ],
            ["/services"] = ["/services"],
            ["/services/{name}"] = ["/services/ticker-loader", "/services/absent"],
            ["/sign-in"] = ["/sign-in"],
            ["/sign-in/done"] = ["/sign-in/done"],
            ["/sign-in/link/{number}"] = ["/sign-in/link/{password}", "/sign-in/link/{admin}", "/sign-in/link/absent"],
            ["/sign-in/out"] = ["/sign-in/out"],
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
    ];

    /// <summary>Pages that answer a form: where it is sent, and its fields.</summary>
    private static readonly IReadOnlyDictionary<string, (string To, string Fields)> Forms = new Dictionary<string, (string, string)>
    {
        ["form: saved in between"] = ("/postmortems/{draft}/edit", "view=text&do=save&revision=1&text=%23+Mine%0A%0AText.%0A"),
        ["form: wrong password"] = ("/sign-in", "name=grace&password=wrong"),
        ["form: weak password"] = ("/sign-in/link/{password}", "password=short"),
        ["form: session ended"] = ("/account/searches?", "name=mine&query=purple+elephant+invoice"),
        ["form: token made"] = ("/account/tokens", "name=made&scope=read&days=30"),
        ["form: token refused"] = ("/account/tokens", "name=&days=0"),
        ["form: search not saved"] = ("/account/searches", "name=mine&query="),
    };

    /// <summary>All addresses, and names of forms, as they are told to <see cref="Text"/>.</summary>
    public static IEnumerable<string> Urls => Addresses.Values.SelectMany(a => a).Append("/absent").Concat(Forms.Keys);

    private readonly Dictionary<string, string> known = [];

    public Server Server { get; } = new();

    // Where people sign in: somebody who has, and somebody who has not.
    private readonly Server closed = Visitor.Local();
    private readonly AssistedServer assisted = new();
    private HttpClient? admin;
    private HttpClient? stranger;

    /// <summary>The HTML of a page.</summary>
    /// <param name="language">As a browser asks for it.</param>
    public async Task<string> Text(string url, string language)
    {
        var (to, fields) = Forms.TryGetValue(url, out var form) ? form : (url, null);
        using var request = new HttpRequestMessage(
            fields is null ? HttpMethod.Get : HttpMethod.Post,
            known.Aggregate(to, (a, k) => a.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal))
        );
        request.Headers.Add("Accept-Language", language);
        if (fields is not null)
            request.Content = new StringContent(fields, Encoding.UTF8, "application/x-www-form-urlencoded");
        // Each time it is the only one that was made.
        foreach (var token in closed.Services.GetRequiredService<Tokens>().All.Where(t => t.Name == "made").ToList())
            closed.Services.GetRequiredService<Tokens>().End(token.Id, null);
        using var open = Server.Client();
        var client =
            to.StartsWith("/sign-in", StringComparison.Ordinal) || to.EndsWith('?') ? stranger!
            : to.StartsWith("/account", StringComparison.Ordinal) || to.StartsWith("/audit", StringComparison.Ordinal) ? admin!
            : Assisted().IsMatch(to) ? assisted.Client
            : open;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask InitializeAsync()
    {
        await SignIn();
        known["solved"] = await assisted.Start();
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
        // The second revision, so that the first is no longer the newest.
        using var saved = await client.PostAsync(
            new Uri($"/postmortems/{known["draft"]}/edit", UriKind.Relative),
            new FormUrlEncodedContent([
                new("view", "text"),
                new("do", "save"),
                new("revision", "1"),
                new("text", "# For everyone\n\nTheirs.\n"),
            ])
        );
        known["gap"] = (await client.GetFromJsonAsync<JsonElement>("/api/gaps")).GetProperty("gaps")[0].GetProperty("id").GetString()!;
        known["alert"] = await IdOf(client, "NightlyLoadNotFinished");
        known["lonely"] = await IdOf(client, "Lonely");
    }

    public async ValueTask DisposeAsync()
    {
        admin?.Dispose();
        stranger?.Dispose();
        await assisted.DisposeAsync();
        await closed.DisposeAsync();
        await Server.DisposeAsync();
    }

    [GeneratedRegex("^/(archive|assistant)/|[?&]scope=archive")]
    private static partial Regex Assisted();

    private async Task SignIn()
    {
        admin = closed.As(Role.Admin, "ada", ["operators"]);
        stranger = closed.Browser();
        await admin.PostAsync("/account/searches", Visitor.Form(("name", "mine"), ("query", "purple elephant invoice")));
        await admin.PostAsync("/account/tokens", Visitor.Form(("name", "robot"), ("scope", "read"), ("days", "30")));
        known["password"] = (await Visitor.Operator(closed.Data, "user", "add", "grace", "--role", "viewer")).Output.Split('/')[^1];
        known["admin"] = (await Visitor.Operator(closed.Data, "admin", "link")).Output.Split('/')[^1];
    }

    private static async Task<string> IdOf(HttpClient client, string alert)
    {
        for (var guard = 0; guard < 400; guard++, await Task.Delay(25))
            foreach (var item in (await client.GetFromJsonAsync<JsonElement>("/api/alerts")).GetProperty("alerts").EnumerateArray())
                if (item.GetProperty("alert").GetProperty("alert").GetProperty("name").GetString() == alert)
                    return item.GetProperty("alert").GetProperty("id").GetString()!;
        throw new InvalidOperationException($"{alert} is not listed.");
    }
}
