using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Api.Store;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Knowledge.Tests.Faults;

/// <summary>Who comes in at one of two servers on one database is in at the other, and out at both.</summary>
[Trait("Reliability", "F-19")]
public sealed class TwoServersTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly string store = PostgresServer.Shared.NewDatabase();
    private readonly ServerProcess one;
    private readonly ServerProcess other;
    private readonly CookieContainer cookies = new();

    public TwoServersTests()
    {
        (one, other) = (NewServer(), NewServer());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }

    private ServerProcess NewServer() =>
        new(
            new Dictionary<string, string> { ["KB_STORE"] = store, ["KB_EMBEDDER"] = "none" },
            ("disk.md", "# Disk full\n\n## Remediation\n\n1. Free it.\n")
        )
        {
            Arguments = ["--auth", "local"],
        };

    // A browser that a balancer leads to any of both: cookies are of the host, whatever the port.
    private HttpClient Browser(ServerProcess at) =>
        new(
            new CookieContainerHandler(cookies)
            {
                InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false },
            }
        )
        {
            BaseAddress = at.Address,
        };

    private Task<(int Code, string Output, string Error)> Operator(params string[] arguments) =>
        Visitor.Operator(one.Data, [.. arguments, "--store", store]);

    private static async Task<HttpStatusCode> Until(Func<Task<HttpResponseMessage>> ask, HttpStatusCode wanted)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await ask();
            var took = TimeProvider.System.GetElapsedTime(started);
            // Promised are two seconds; a busy machine may be late.
            if (answer.StatusCode == wanted || took > TimeSpan.FromSeconds(15))
            {
                TestContext.Current.SendDiagnosticMessage($"{wanted} after {took.TotalSeconds:0.00} s");
                return answer.StatusCode;
            }
            await Task.Delay(50, Cancellation);
        }
    }

    [Fact]
    public async Task A_session_and_a_token_of_one_hold_at_the_other_until_they_are_ended_at_any()
    {
        await Task.WhenAll(one.Start(), other.Start());
        var added = await Operator("user", "add", "ada", "--role", "admin");
        Assert.Equal((0, ""), (added.Code, added.Error));
        using var atOne = Browser(one);
        using var atOther = Browser(other);
        var link = new Uri(added.Output).PathAndQuery;
        using var set = await atOther.PostAsync(link, Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        using var again = await atOne.PostAsync(link, Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);

        using var entered = await atOne.PostAsync(
            "/sign-in",
            Visitor.Form(("name", "ada"), ("password", Password), ("to", "/")),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        // At once: the balancer leads the next page anywhere.
        using var next = await atOther.GetAsync("/docs/disk", Cancellation);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        using var wrong = new HttpClient { BaseAddress = other.Address };
        wrong.DefaultRequestHeaders.Add("Cookie", "kb-session=" + new string('A', 43));
        Assert.NotEqual(HttpStatusCode.OK, (await wrong.GetAsync("/api/documents", Cancellation)).StatusCode);

        var token = await Operator("token", "new", "robot");
        Assert.Equal(0, token.Code);
        using var robot = new HttpClient { BaseAddress = other.Address };
        robot.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Output.Trim());
        Assert.Equal(HttpStatusCode.OK, await Until(() => robot.GetAsync("/api/documents", Cancellation), HttpStatusCode.OK));

        using var left = await atOther.PostAsync("/sign-out", Visitor.Form(), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        // The cookie is gone from the browser; whoever has copied it tries it at the other.
        var copied = Regex.Match(entered.Headers.GetValues("Set-Cookie").Single(), "kb-session=[^;]+").Value;
        using var thief = new HttpClient { BaseAddress = one.Address };
        thief.DefaultRequestHeaders.Add("Cookie", copied);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await Until(() => thief.GetAsync("/api/documents", Cancellation), HttpStatusCode.Unauthorized)
        );
        var id = (await Operator("token", "list")).Output.Split('\t')[0];
        Assert.Equal(0, (await Operator("token", "end", id)).Code);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await Until(() => robot.GetAsync("/api/documents", Cancellation), HttpStatusCode.Unauthorized)
        );
    }
}
