using System.Net;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

public sealed class AccountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_see_and_end_their_own_sessions_and_administrators_those_of_all()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        using var bob = server.As(Role.Author, "bob");
        using var admin = server.As(Role.Admin, "root");
        var (number, other) = server.Session(Role.Viewer);
        var sessions = server.Services.GetRequiredService<Sessions>();

        var mine = await ada.GetStringAsync("/account", Cancellation);
        Assert.Equal(2, sessions.Of("test:ada").Count);
        Assert.Contains(other.Key, mine, StringComparison.Ordinal);
        Assert.DoesNotContain(number, mine, StringComparison.Ordinal);
        Assert.DoesNotContain(sessions.Of("test:bob")[0].Key, mine, StringComparison.Ordinal);

        async Task<HttpStatusCode> End(HttpClient client, string key)
        {
            using var answer = await client.PostAsync("/account/sessions/end", Visitor.Form(("session", key)), Cancellation);
            return answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.NotFound, await End(bob, other.Key));
        Assert.Equal(HttpStatusCode.NotFound, await End(bob, "nothing"));
        Assert.NotNull(sessions.Find(number));
        Assert.Equal(HttpStatusCode.Redirect, await End(ada, other.Key));
        Assert.Null(sessions.Find(number));

        var all = await admin.GetStringAsync("/account/sessions", Cancellation);
        Assert.All(new[] { "ada", "bob", "root" }, name => Assert.Contains($"<b>{name}</b>", all, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, await End(admin, sessions.Of("test:bob")[0].Key));
        Assert.Equal(HttpStatusCode.Redirect, (await bob.GetAsync("/account", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_session_that_was_ended_while_nothing_could_be_written_stays_ended()
    {
        using var server = Visitor.Local();
        using var client = server.As(Role.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/a", Cancellation)).StatusCode);
        var sessions = server.Services.GetRequiredService<Sessions>();
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        IReadOnlyList<Session> Stored() =>
            [.. live.QueryStore(s => s.Access.Sessions.List(TimeProvider.System.GetUtcNow()))!.Select(Session.Of)];
        var key = Assert.Single(Stored()).Key;
        var file = Path.Combine(server.Data, "knowledge.db");

        File.Move(file, file + ".away");
        Assert.True(sessions.End(key, null));
        File.Move(file + ".away", file);

        Assert.True(sessions.Follow());
        Assert.Empty(sessions.All);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/docs/a", Cancellation)).StatusCode);
        sessions.Write();
        Assert.Empty(Stored());
    }

    [Fact]
    public void What_others_change_of_sessions_is_taken_over()
    {
        using var server = Visitor.Local();
        var sessions = server.Services.GetRequiredService<Sessions>();
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        var (ada, bob) = (server.Session(Role.Admin), server.Session(Role.Viewer, "bob"));
        Assert.True(sessions.Follow());
        Assert.Equal(2, sessions.All.Count);

        // Another node begins one, and changes and ends those of this one.
        var carol = ada.Session with
        {
            Key = Session.KeyOf("carol"),
            Subject = "test:carol",
            Actor = "carol",
        };
        Assert.True(live.UpdateStore(s => s.Access.Sessions.Add(carol.ToRow(), Sessions.MostOfOne, TimeProvider.System.GetUtcNow())));
        Assert.True(live.UpdateStore(s => s.Access.People.SetGroups("test:bob", Groups.Write(["ops", "dba"]))));
        Assert.True(live.UpdateStore(s => s.Access.Sessions.End(Convert.FromHexString(ada.Session.Key))));
        Assert.True(sessions.Follow());

        Assert.Null(sessions.Find(ada.Number));
        Assert.Equal("carol", sessions.Find("carol")?.Actor);
        Assert.Equal(["ops", "dba"], sessions.Find(bob.Number)?.Groups);
        Assert.Equal((Role.Viewer, "bob"), (sessions.Find(bob.Number)!.Role, sessions.Find(bob.Number)!.Actor));

        // Groups are taken away as well, also of a session that has been taken over before, and nothing comes back.
        Assert.True(live.UpdateStore(s => s.Access.People.SetGroups("test:bob", Groups.Write([]))));
        Assert.True(live.UpdateStore(s => s.Access.People.SetGroups("test:carol", Groups.Write(["sales"]))));
        Assert.True(sessions.Follow());
        Assert.True(sessions.Follow());

        Assert.Empty(sessions.Find(bob.Number)!.Groups);
        Assert.Equal(["sales"], sessions.Find("carol")!.Groups);
        Assert.Equal(2, sessions.All.Count);
    }

    [Fact]
    public async Task Of_one_person_the_session_that_was_used_longest_ago_gives_way()
    {
        using var server = Visitor.Local();
        using var client = server.Browser();
        await client.GetAsync("/sign-in", Cancellation);
        var first = server.Session(Role.Viewer).Number;
        for (var i = 0; i < Sessions.MostOfOne; i++)
            server.Session(Role.Viewer);

        var sessions = server.Services.GetRequiredService<Sessions>();
        Assert.Equal(Sessions.MostOfOne, sessions.Of("test:ada").Count);
        Assert.Null(sessions.Find(first));
        Assert.Equal(
            Sessions.MostOfOne,
            server
                .Services.GetRequiredService<LiveKnowledge>()
                .QueryStore(s => s.Access.Sessions.List(TimeProvider.System.GetUtcNow()))!
                .Count
        );
    }

    [Fact]
    public async Task People_behind_one_address_have_each_their_own_limit()
    {
        using var server = Server.Told([("auth", "local")], IPAddress.Parse("203.0.113.7"));
        using var ada = server.As(Role.Viewer);
        using var bob = server.As(Role.Viewer, "bob");
        var refused = 0;
        for (var i = 0; i < Limits.Burst + Limits.RequestsPerSecond * 5; i++)
        {
            using var answer = await ada.GetAsync("/api/gaps", Cancellation);
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.True(refused > 0);
        Assert.Equal(HttpStatusCode.OK, (await bob.GetAsync("/api/gaps", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_flood_of_made_up_tokens_fills_no_audit()
    {
        using var server = Visitor.Local();
        using var client = server.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "kb_made-up");
        for (var i = 0; i < 50; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", Cancellation)).StatusCode);

        var rows = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;
        Assert.InRange(rows.Count, 1, Knowledge.Api.Access.SignIn.SignInLimit.PerMinute * 2);
        Assert.All(rows, r => Assert.Equal("refused: no such token", r.Outcome));
    }

    [Fact]
    public void A_role_that_a_server_does_not_know_gives_nothing()
    {
        Assert.Null(Roles.Parse("anyone"));
        Assert.Null(Roles.Parse("root"));
        Assert.Null(Roles.Parse(null));
        Assert.Equal(Role.Admin, Roles.Parse("Admin"));
        Assert.Equal(["viewer", "responder", "author", "admin"], Roles.Names);
    }
}
