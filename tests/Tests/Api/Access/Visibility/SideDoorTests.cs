using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Indexer.Visibility;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>Each way in which a page could be told of, with a page that must not be seen, and with one who may.</summary>
[Trait("Reliability", "A-14")]
public sealed partial class SideDoorTests
{
    // Stands on the hidden page alone.
    private const string Secret = "quokkafish";

    private const string Hidden = """
        ---
        kind: postmortem
        title: Quokkafish breach
        visible: [legal]
        date: 2026-03-02
        severity: sev1
        status: published
        owner: quokkafish-team
        services: [quokkafish-vault, web-ui]
        aliases: [quokkafish-old]
        symptoms: ["the quokkafish dashboard is empty"]
        searched: ["quokkafish gone"]
        wording: ["We look into the quokkafish matter"]
        stays-green: [{check: "quokkafish probe", blind-to: "quokkafish keys"}]
        dead-ends: [{suspicion: "quokkafish network", why: "quokkafish was fine"}]
        twins: [{repository: infra, path: "quokkafish/*.sh"}, {repository: shared, path: "common.sh"}]
        ---
        # Quokkafish breach

        See ![plan](img/quokkafish-plan.png) and ![logo](img/logo.png).

        ## Causes

        The nightly batch could not write to the quokkafish disk.

        ## Remediation

        1. Rotate the quokkafish key

        ## Actions

        - [ ] Watch the free space of the disk with an alert rule (owner: quokkafish-team, due: 2026-04-01)
        """;

    private const string HiddenRunbook = """
        ---
        kind: runbook
        title: Quokkafish vault leaks
        visible: [legal]
        owner: quokkafish-team
        alerts: [VaultLeak]
        ---
        # Quokkafish vault leaks

        ## Remediation

        1. Rotate the quokkafish key
        """;

    private const string Open = """
        ---
        kind: postmortem
        title: Empty dashboards
        date: 2026-02-02
        services: [web-ui]
        twins: [{repository: infra, path: "cron.sh"}, {repository: shared, path: "common.sh"}]
        ---
        # Empty dashboards

        As in [the breach](breach.md). ![logo](img/logo.png)

        ## Symptoms

        - the dashboard is empty

        ## Causes

        The nightly batch could not write to the disk.

        ## Remediation

        1. Empty the disk

        ## Actions

        - [ ] Watch the free space of the disk with an alert rule (owner: data, due: 2026-04-01)
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Server Serve(params (string Path, string Text)[] more)
    {
        var server = Server.Told(
            [("auth", "local")],
            files: [("breach.md", Hidden), ("vault-breach.md", HiddenRunbook), ("open.md", Open), .. more]
        );
        Directory.CreateDirectory(Path.Combine(server.Content, "img"));
        File.WriteAllText(Path.Combine(server.Content, "img", "quokkafish-plan.png"), "plan");
        File.WriteAllText(Path.Combine(server.Content, "img", "logo.png"), "logo");
        return server;
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        return (answer.StatusCode, $"{answer.Headers.Location} {await answer.Content.ReadAsStringAsync(Cancellation)}");
    }

    private static async Task<(HttpStatusCode Status, string Text)> Post(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    // What names the page to somebody of its group, and nothing of it to somebody else.
    [Theory]
    [InlineData("/api/search?q=empty+dashboard+batch")]
    [InlineData("/search?q=empty+dashboard+batch")]
    [InlineData("/search/suggest?q=empty+dashb")]
    [InlineData("/search?q=web-ui+service:web-ui")]
    [InlineData("/api/documents")]
    [InlineData("/api/documents?service=web-ui")]
    [InlineData("/docs/open")]
    [InlineData("/api/documents/open")]
    [InlineData("/api/similar/open")]
    [InlineData("/")]
    [InlineData("/services")]
    [InlineData("/services/web-ui")]
    [InlineData("/postmortems")]
    [InlineData("/api/postmortems")]
    [InlineData("/actions")]
    [InlineData("/api/actions")]
    [InlineData("/dead-ends")]
    [InlineData("/api/dead-ends")]
    [InlineData("/stays-green")]
    [InlineData("/api/stays-green")]
    [InlineData("/insights")]
    [InlineData("/api/insights")]
    [InlineData("/feeds/postmortems.atom")]
    [InlineData("/llms.txt")]
    [InlineData("/api/unserved")]
    [InlineData("/postmortems/new")]
    public async Task Lists_and_neighbours_name_it_to_its_group_alone(string address)
    {
        using var server = Serve();
        using var stranger = server.As(Role.Author, "eve", ["staff"]);
        using var member = server.As(Role.Author, "ann", ["legal"]);
        var (status, text) = await Get(stranger, address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/docs/breach", text, StringComparison.Ordinal);
        var (_, seen) = await Get(member, address);
        if (address is not ("/api/unserved" or "/postmortems/new" or "/docs/open" or "/"))
            Assert.Contains(Secret, seen, StringComparison.OrdinalIgnoreCase);
    }

    private static string Untraced(string text) => Trace().Replace(text, "trace");

    [GeneratedRegex("0HN[0-9A-Z]+")]
    private static partial Regex Trace();

    // As an address that never was: status and text.
    [Theory]
    [InlineData("/docs/{0}")]
    [InlineData("/docs/{0}.md")]
    [InlineData("/api/documents/{0}")]
    [InlineData("/api/documents/{0}.md")]
    [InlineData("/api/searches/{0}")]
    [InlineData("/api/similar/{0}")]
    [InlineData("/customer/{0}")]
    public async Task Its_address_is_answered_as_one_that_never_was(string address)
    {
        using var server = Serve();
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        var (hidden, said) = await Get(stranger, string.Format(null, address, "breach"));
        var (never, of) = await Get(stranger, string.Format(null, address, "breaux"));
        Assert.Equal(HttpStatusCode.NotFound, hidden);
        Assert.Equal(never, hidden);
        Assert.Equal(Untraced(of), Untraced(said.Replace("breach", "breaux", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await Get(member, string.Format(null, address, "breach"))).Status);
    }

    [Fact]
    public async Task Redirects_by_alias_by_alert_and_by_a_former_address_lead_nowhere()
    {
        using var server = Serve(("page.md", "---\nkind: runbook\n---\n# Common page\n\n## Remediation\n\n1. Do it.\n"));
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        foreach (var address in new[] { "/docs/quokkafish-old", "/r/VaultLeak" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, address)).Status);
            Assert.Equal(HttpStatusCode.Redirect, (await Get(member, address)).Status);
        }
    }

    [Fact]
    public async Task A_page_that_is_gone_leaves_no_stone_for_whoever_could_not_see_it()
    {
        using var server = Serve();
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        Assert.Equal(HttpStatusCode.OK, (await Get(member, "/docs/breach")).Status);
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        await Until(() => live.TimesOf(new("breach")) is not null);
        File.Delete(Path.Combine(server.Content, "breach.md"));
        await Until(() => live.FindTombstone("breach") is not null);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, "/docs/breach")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, "/api/documents/breach")).Status);
        var (status, text) = await Get(member, "/docs/breach");
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("Quokkafish", text, StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 400 && !holds(); attempt++)
            await Task.Delay(25, Cancellation);
        Assert.True(holds());
    }

    [Fact]
    public async Task Its_pictures_are_hidden_and_those_that_another_page_shows_are_not()
    {
        using var server = Serve();
        using var stranger = server.As(Role.Viewer, "eve");
        using var member = server.As(Role.Viewer, "ann", ["legal"]);
        var source = Path.GetFileName(server.Content);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, $"/files/{source}/img/quokkafish-plan.png")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(stranger, $"/files/{source}/img/logo.png")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(member, $"/files/{source}/img/quokkafish-plan.png")).Status);
        Assert.DoesNotContain("quokkafish-plan", (await Get(stranger, "/api/unserved?limit=1000")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twins_of_a_change_and_similar_actions_name_it_to_its_group_alone()
    {
        using var server = Serve();
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        foreach (
            var (address, body) in new (string, object)[]
            {
                ("/api/touch", new { repository = "shared", paths = new[] { "common.sh" } }),
                ("/api/actions/similar", new { text = "Watch the free space of the disk with an alert rule" }),
                ("/api/search", new { q = "the dashboard is empty\nbatch could not write" }),
            }
        )
        {
            Assert.DoesNotContain("breach", (await Post(stranger, address, body)).Text, StringComparison.OrdinalIgnoreCase);
            // Of actions that say the same one is named.
            if (address != "/api/actions/similar")
                Assert.Contains("breach", (await Post(member, address, body)).Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Alerts_lead_to_it_for_its_group_alone_and_messages_to_a_channel_name_it_to_nobody()
    {
        using var server = Serve();
        using var sender = server.Client();
        var fired =
            """{"alerts":[{"status":"firing","labels":{"alertname":"VaultLeak"},"startsAt":"2026-03-02T07:00:00Z","fingerprint":"aa"}]}""";
        using var json = new StringContent(fired, Encoding.UTF8, "application/json");
        using var kept = await sender.PostAsync("/hooks/alertmanager", json, Cancellation);
        Assert.True(kept.IsSuccessStatusCode);
        using var stranger = server.As(Role.Responder, "eve");
        using var member = server.As(Role.Responder, "ann", ["legal"]);
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        await Until(() => alerts.List(new(), 10) is { Count: 1 });
        var alert = alerts.List(new(), 10)![0];
        foreach (var address in new[] { "/alerts", "/api/alerts", $"/alerts/{alert.Id}", $"/api/alerts/{alert.Id}" })
        {
            Assert.DoesNotContain(Secret, (await Get(stranger, address)).Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(
                address is "/alerts" ? "breach" : Secret,
                (await Get(member, address)).Text,
                StringComparison.OrdinalIgnoreCase
            );
        }
        using var matched = await stranger.PostAsync(
            "/api/match",
            new StringContent(fired, Encoding.UTF8, "application/json"),
            Cancellation
        );
        Assert.DoesNotContain(Secret, await matched.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);

        Assert.Null(alerts.MessageOf(alert, new("http://kb/"), Viewer.Public).Runbook);
        Assert.NotNull(alerts.MessageOf(alert, new("http://kb/"), Viewer.Everything).Runbook);
        using var asked = await sender.PostAsync("/hooks/slack/command", Visitor.Form(("text", "alert VaultLeak")), Cancellation);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.DoesNotContain(Secret, await asked.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        // To say that it helped is answered as of a page that is not there.
        var (status, _) = await Post(stranger, $"/api/alerts/{alert.Id}/feedback", new { documentId = "breach", helped = true });
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task What_was_learned_of_it_is_told_to_its_group_alone()
    {
        using var server = Serve();
        using var stranger = server.As(Role.Responder, "eve");
        using var member = server.As(Role.Responder, "ann", ["legal"]);
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await Post(
                    member,
                    "/api/feedback",
                    new
                    {
                        query = "zebra stripes vanish",
                        documentId = "breach",
                        helped = true,
                    }
                )
            ).Status
        );
        foreach (
            var address in new[]
            {
                "/api/feedback",
                "/api/feedback?documentId=breach",
                "/api/search?q=zebra+stripes",
                "/search?q=stripes+vanished",
            }
        )
        {
            var (_, text) = await Get(stranger, address);
            Assert.DoesNotContain("zebra stripes vanish", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("zebra stripes vanish", (await Get(member, "/api/feedback?documentId=breach")).Text, StringComparison.Ordinal);
        var (status, taken) = await Post(stranger, "/api/feedback", new { query = "other", documentId = "breach" });
        Assert.DoesNotContain("zebra", taken, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await Post(
                    stranger,
                    "/api/feedback",
                    new
                    {
                        query = "x",
                        documentId = "breach",
                        helped = true,
                    }
                )
            ).Status
        );
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_gap_names_nobody_whom_only_hidden_pages_name()
    {
        using var server = Serve();
        using var member = server.As(Role.Responder, "ann", ["legal"]);
        await Get(member, "/api/search?q=quokkafish-vault+is+purple+and+loud");
        using var stranger = server.As(Role.Responder, "eve");
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        await Until(() => live.Gaps(10) is not null);
        Assert.DoesNotContain("quokkafish-team", (await Get(stranger, "/api/gaps")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("quokkafish-team", (await Get(stranger, "/feeds/unanswered.atom")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_writes_is_told_of_it_as_a_member_alone()
    {
        using var server = Serve();
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        var text =
            "---\nkind: postmortem\ntitle: Dashboards again\n---\n# Dashboards again\n\n"
            + "## Causes\n\nThe nightly batch could not write to the disk.\n\n"
            + "## Actions\n\n- [ ] Watch the free space of the disk with an alert rule\n";
        var (created, _) = await Post(stranger, "/api/postmortems", new { text });
        Assert.Equal(HttpStatusCode.Created, created);
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        var slug = live.QueryStore(s => s.Authored.List())![0].Slug;
        foreach (var address in new[] { $"/postmortems/{slug}/edit", $"/api/postmortems/{slug}", $"/postmortems/{slug}/history" })
            Assert.DoesNotContain(Secret, (await Get(stranger, address)).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Secret, (await Get(member, $"/postmortems/{slug}/edit")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_source_that_is_hidden_is_hidden_with_all_that_it_holds()
    {
        var wiki = Directory.CreateTempSubdirectory("kb-wiki-").FullName;
        Directory.CreateDirectory(Path.Combine(wiki, "templates"));
        await File.WriteAllTextAsync(Path.Combine(wiki, "plan.md"), "# Quokkafish plan\n\n## Causes\n\nThe quokkafish.\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(wiki, "templates", "quokkafish.md"), "# {title}\n\n## Quokkafish facts\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(wiki, "quokkafish-notes.txt"), "x", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(wiki, "catalog-info.yaml"),
            "kind: Component\nmetadata:\n  name: quokkafish\nspec:\n  owner: counsel\n",
            Cancellation
        );
        using var server = Server.Told(
            [("auth", "local"), ("content:1", $"quokkafish-wiki={wiki}"), ("visible", "quokkafish-wiki=legal")],
            files: [("open.md", Open)]
        );
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        foreach (
            var address in new[]
            {
                "/",
                "/services",
                "/api/documents",
                "/postmortems/new",
                "/status",
                "/api/unserved",
                "/search?q=causes",
                "/llms.txt",
                "/-/ready",
                "/metrics",
                "/help",
                "/openapi/v1.json",
            }
        )
            Assert.DoesNotContain(Secret, (await Get(stranger, address)).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, "/files/quokkafish-wiki/quokkafish-notes.txt")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(member, "/files/quokkafish-wiki/quokkafish-notes.txt")).Status);
        foreach (var address in new[] { "/services", "/api/documents", "/postmortems/new", "/status", "/api/unserved", "/search?q=causes" })
            Assert.Contains(Secret, (await Get(member, address)).Text, StringComparison.OrdinalIgnoreCase);
        // Whoever is not there cannot make a template of it.
        var (_, made) = await Post(stranger, "/api/postmortems", new { title = "T", template = "own/quokkafish" });
        Assert.DoesNotContain("Quokkafish facts", made, StringComparison.Ordinal);
        Directory.Delete(wiki, recursive: true);
    }

    [Fact]
    public async Task A_token_sees_what_its_owner_saw_at_the_last_sign_in()
    {
        using var server = Serve();
        var caller = server.Services.GetRequiredService<People>().Enter("test:ann", "ann", Role.Viewer, ["legal"]);
        var tokens = server.Services.GetRequiredService<Tokens>();
        async Task<HttpStatusCode> Read(string token)
        {
            using var client = server.Browser();
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return (await Get(client, "/api/documents/breach")).Status;
        }
        var token = tokens.Make("job", caller, TokenScopes.Read, 1)!;
        Assert.Equal(HttpStatusCode.OK, await Read(token));
        server.Services.GetRequiredService<People>().Enter("test:ann", "ann", Role.Viewer, []);
        tokens.Make("other", caller, TokenScopes.Read, 1);
        Assert.Equal(HttpStatusCode.NotFound, await Read(token));
    }

    [Fact]
    public async Task An_administrator_sees_it_and_that_is_written_down()
    {
        using var server = Serve();
        using var administrator = server.As(Role.Admin, "root");
        using var member = server.As(Role.Admin, "boss", ["legal"]);
        Assert.Equal(HttpStatusCode.OK, (await Get(administrator, "/docs/breach")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(administrator, "/docs/open")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(member, "/docs/breach")).Status);
        var read = server
            .Services.GetRequiredService<LiveKnowledge>()
            .QueryStore(s => s.Access.Audit.List(new(), 100))!
            .Where(r => r.What == "read hidden page");
        Assert.Equal("test:root breach", string.Join(' ', read.Select(r => $"{r.Subject} {r.Target}")));
    }

    [Fact]
    public async Task Without_sign_in_everybody_sees_all()
    {
        using var server = Server.With(("breach.md", Hidden));
        using var client = server.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/docs/breach")).Status);
    }

    [Theory]
    [InlineData("wiki=legal", "there is no source or archive 'wiki'")]
    [InlineData("legal", "must be NAME=GROUP")]
    [InlineData("=legal", "must be NAME=GROUP")]
    [InlineData("wiki=", "must be NAME=GROUP")]
    public void What_names_no_source_is_said_at_the_start(string visible, string said)
    {
        var content = Directory.CreateTempSubdirectory("kb-content-").FullName;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("content", content), new("auth", "local"), new("visible", visible)])
            .Build();
        Assert.Contains(said, ServerOptions.Read(configuration, out _), StringComparison.Ordinal);
    }
}
