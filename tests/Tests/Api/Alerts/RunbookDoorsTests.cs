using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Whichever way somebody asks for the runbook of an alert, the answer is the same.</summary>
public sealed class RunbookDoorsTests : IDisposable
{
    private const string Steps = "\n\n## Remediation\n\n1. Look at the log.\n";

    private readonly Server server = Server.With(
        ("stables.md", "# Stables" + Steps),
        ("KubeJobCompletion.md", "# KubeJobCompletion" + Steps),
        ("load.md", "---\nalerts: [LoadStale]\n---\n# Load" + Steps)
    );
    private readonly HttpClient client;

    public RunbookDoorsTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // Nothing but a vote leads there.
    [InlineData("ZebraEscaped", null, "")]
    [InlineData("ZebraEscaped", "stables yes", "stables")]
    [InlineData("ZebraEscaped", "stables no", "")]
    // A page of nearly the same name, until people say that it is not the one.
    [InlineData("KubeJobNotCompleted", null, "kubejobcompletion")]
    [InlineData("KubeJobNotCompleted", "kubejobcompletion no", "")]
    [InlineData("KubeJobNotCompleted", "stables yes", "stables")]
    // What the page itself says counts more than votes.
    [InlineData("LoadStale", null, "load")]
    [InlineData("LoadStale", "load no", "load")]
    [InlineData("LoadStale", "stables yes", "load")]
    public async Task Every_door_leads_to_the_same_page(string name, string? vote, string page)
    {
        var payload = $$"""{"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "{{name}}"}, "fingerprint": "f"}]}""";
        await Post("/hooks/alertmanager", payload);
        JsonElement item = default;
        for (var guard = 0; item.ValueKind == JsonValueKind.Undefined && guard < 600; guard++, await Task.Delay(25, Cancellation))
            item = (await Json("/api/alerts")).GetProperty("alerts").EnumerateArray().FirstOrDefault();
        var id = item.GetProperty("alert").GetProperty("id").GetString()!;
        if (vote?.Split(' ') is [var voted, var helped])
            await client.PostAsync(
                $"/alerts/{id}/feedback",
                new FormUrlEncodedContent([new("document", voted), new("helped", helped), new("actor", "first line")]),
                Cancellation
            );

        var isGuess = name == "KubeJobNotCompleted" && page == "kubejobcompletion";
        var doors = new Dictionary<string, string>
        {
            ["GET /api/alerts"] = IdOf((await Json("/api/alerts")).GetProperty("alerts")[0].GetProperty("match")),
            ["GET /api/alerts/{id}"] = IdOf((await Json($"/api/alerts/{id}")).GetProperty("match")),
            ["POST /api/match"] = IdOf((await (await Post("/api/match", payload)).Content.ReadFromJsonAsync<JsonElement>(Cancellation))[0]),
            ["GET /alerts"] = Linked(await client.GetStringAsync("/alerts", Cancellation)),
            ["GET /alerts/{id}"] = Linked(
                (await client.GetStringAsync($"/alerts/{id}", Cancellation)).Split("<dt>Runbook</dt>")[1].Split("</dd>")[0]
            ),
            ["/runbook alert"] = Linked(
                await (
                    await client.PostAsync(
                        "/hooks/slack/command",
                        new FormUrlEncodedContent([new("command", "/runbook"), new("text", $"alert {name}")]),
                        Cancellation
                    )
                ).Content.ReadAsStringAsync(Cancellation)
            ),
            ["handoff"] = Linked(await (await Post($"/api/alerts/{id}/handoff", "{}")).Content.ReadAsStringAsync(Cancellation)),
            ["notification"] = Linked(Notification(id)),
        };

        // A link that people write down leads nowhere by a guess.
        Assert.Equal(isGuess ? "" : page, await Redirect($"/r/{name}"));
        Assert.All(doors, door => Assert.Equal((door.Key, page), (door.Key, door.Value)));
    }

    private async Task<JsonElement> Json(string address) => await client.GetFromJsonAsync<JsonElement>(address, Cancellation);

    private Task<HttpResponseMessage> Post(string address, string body) =>
        client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private async Task<string> Redirect(string address)
    {
        var answer = await client.GetAsync(address, Cancellation);
        return answer.StatusCode == HttpStatusCode.NotFound ? "" : Linked(answer.Headers.Location!.ToString());
    }

    private string Notification(string id)
    {
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        return alerts.MessageOf(alerts.Find(id).Alert!, new("https://kb.example/")).PlainText();
    }

    private static string IdOf(JsonElement match) => match.TryGetProperty("documentId", out var id) ? id.GetString()! : "";

    // The first page that is led to.
    private static string Linked(string text) =>
        text.Split("/docs/") is [_, var rest, ..] ? string.Concat(rest.TakeWhile(c => char.IsAsciiLetterOrDigit(c))) : "";
}
