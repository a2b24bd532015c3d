using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Knowledge.Api.Access;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Redaction;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

public sealed partial class TokenTests
{
    [GeneratedRegex("kb_[0-9A-Za-z]{49}")]
    private static partial Regex Token();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static HttpClient With(Server server, string token)
    {
        var client = server.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> Get(Server server, string token, string path)
    {
        using var client = With(server, token);
        using var answer = await client.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> Feedback(Server server, string token)
    {
        using var client = With(server, token);
        using var json = new StringContent(
            """{"query":"text","documentId":"a","helped":true,"actor":"mallory"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await client.PostAsync("/api/feedback", json, Cancellation);
        return answer.StatusCode;
    }

    [Fact]
    public void A_token_is_known_by_its_checksum() =>
        Gen
            .Byte.Array[32]
            .Sample(secret =>
            {
                var token = TokenText.Of(secret);
                Assert.Matches("^kb_[0-9A-Za-z]{49}$", token);
                Assert.True(TokenText.IsWellFormed(token));
                var changed = token.ToCharArray();
                changed[10] = changed[10] == 'a' ? 'b' : 'a';
                Assert.False(TokenText.IsWellFormed(new(changed)));
                Assert.False(TokenText.IsWellFormed(token + "0"));
                Assert.False(TokenText.IsWellFormed(token[..^1]));
                Assert.False(TokenText.IsWellFormed("KB_" + token[3..]));
            });

    [Fact]
    public void Tokens_are_never_the_same() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => TokenText.Create()).Distinct().Count());

    [Fact]
    public void A_token_in_a_page_is_found_and_what_only_looks_like_one_is_not()
    {
        var token = TokenText.Create();
        Assert.Equal("token of a Knowledge server", SecretInContent.FirstIn($"curl -H 'Authorization: Bearer {token}'")?.Kind);
        Assert.Null(SecretInContent.FirstIn($"metric {token[..^1]}{(token[^1] == 'a' ? 'b' : 'a')}"));
        Assert.Null(SecretInContent.FirstIn("kb_search_duration_seconds kb_index_last_success_timestamp_seconds_and_so_on_and_on"));
        Assert.DoesNotContain(token, Secrets.Masked($"token {token}."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Author);

        using var made = await ada.PostAsync(
            "/account/tokens",
            Visitor.Form(("name", "nightly export"), ("scope", "read"), ("days", "30")),
            Cancellation
        );
        var token = Token().Match(await made.Content.ReadAsStringAsync(Cancellation)).Value;

        Assert.True(TokenText.IsWellFormed(token));
        Assert.Equal(HttpStatusCode.OK, await Get(server, token, "/api/documents"));
        Assert.Equal(HttpStatusCode.Forbidden, await Feedback(server, token));
        var page = await ada.GetStringAsync("/account/tokens", Cancellation);
        Assert.Contains("nightly export", page, StringComparison.Ordinal);
        Assert.DoesNotContain(token, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>never</td>", page, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(server.Data, "knowledge.db*"))
            Assert.False(Contains(file, token), file);

        var id = server.Services.GetRequiredService<Tokens>().All.Single().Id;
        using var bob = server.As(Role.Author, "bob");
        Assert.DoesNotContain("nightly export", await bob.GetStringAsync("/account/tokens", Cancellation), StringComparison.Ordinal);
        using var others = await bob.PostAsync("/account/tokens/end", Visitor.Form(("id", id)), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Get(server, token, "/api/documents"));
        using var ended = await ada.PostAsync("/account/tokens/end", Visitor.Form(("id", id)), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(server, token, "/api/documents"));
    }

    // Whoever ends a token that has become known must not be told that there is none.
    [Fact]
    public async Task A_token_that_cannot_be_ended_just_now_is_not_said_to_be_gone()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Author);
        var tokens = server.Services.GetRequiredService<Tokens>();
        var token = tokens.Make("job", new("test:ada", "ada", Role.Author, []), TokenScopes.Read, 1)!;
        var form = ("id", tokens.All.Single().Id);
        server.Execute("CREATE TRIGGER full BEFORE DELETE ON tokens BEGIN SELECT RAISE(ABORT, 'full'); END");
        using (var refused = await ada.PostAsync("/account/tokens/end", Visitor.Form(form), Cancellation))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Get(server, token, "/api/documents"));

        server.Execute("DROP TRIGGER full");
        using (var ended = await ada.PostAsync("/account/tokens/end", Visitor.Form(form), Cancellation))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(server, token, "/api/documents"));
    }

    // The store is open, and its files are its own.
    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    [Theory]
    [InlineData("read", Role.Viewer, true)]
    [InlineData("write", Role.Viewer, false)]
    [InlineData("write", Role.Responder, true)]
    [InlineData("admin", Role.Author, false)]
    [InlineData("admin", Role.Admin, true)]
    [InlineData("hooks", Role.Author, false)]
    [InlineData("hooks", Role.Admin, true)]
    public async Task Nobody_gives_away_more_than_they_may_do(string scope, Role maker, bool isMade)
    {
        using var server = Visitor.Local();
        using var client = server.As(maker);

        using var answer = await client.PostAsync(
            "/account/tokens",
            Visitor.Form(("name", "x"), ("scope", scope), ("days", "1")),
            Cancellation
        );

        Assert.Equal(isMade ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(isMade ? 1 : 0, server.Services.GetRequiredService<Tokens>().All.Count);
    }

    [Theory]
    [InlineData("", "read", "30")]
    [InlineData("x", "root", "30")]
    [InlineData("x", "", "30")]
    [InlineData("x", "read", "0")]
    [InlineData("x", "read", "367")]
    [InlineData("x", "read", "many")]
    public async Task What_makes_no_token_is_said(string name, string scope, string days)
    {
        using var server = Visitor.Local();
        using var client = server.As(Role.Admin);
        using var answer = await client.PostAsync(
            "/account/tokens",
            Visitor.Form(("name", name), ("scope", scope), ("days", days)),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_of_an_operator_works_within_its_scopes_and_ends()
    {
        using var server = Visitor.Local();
        using var client = server.Client();
        await client.GetAsync("/-/ready", Cancellation);
        async Task<string> Make(params string[] scopes)
        {
            var made = await Visitor.Operator(
                server.Data,
                ["token", "new", string.Join('+', scopes), .. scopes.SelectMany(s => new[] { "--scope", s })]
            );
            Assert.Equal((0, ""), (made.Code, made.Error));
            return made.Output;
        }
        var (read, write, admin, hooks) = (await Make("read"), await Make("write"), await Make("admin"), await Make("hooks"));
        server.Services.GetServices<Knowledge.Api.Background.IBackgroundWork>().OfType<AccessLoop>().Single().Follow();

        Assert.Equal(HttpStatusCode.OK, await Get(server, read, "/metrics"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await Feedback(server, read), await Feedback(server, write)));
        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.OK),
            (await Get(server, write, "/audit"), await Get(server, admin, "/audit"))
        );
        Assert.Equal(HttpStatusCode.Forbidden, await Get(server, hooks, "/api/documents"));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized), (await Post(server, hooks), await Post(server, read)));

        var list = await Visitor.Operator(server.Data, "token", "list");
        var id = list.Output.Split('\n').Single(l => l.Contains("\twrite\t", StringComparison.Ordinal)).Split('\t')[0];
        Assert.Equal(0, (await Visitor.Operator(server.Data, "token", "end", id)).Code);
        server.Services.GetServices<Knowledge.Api.Background.IBackgroundWork>().OfType<AccessLoop>().Single().Follow();
        Assert.Equal(HttpStatusCode.Unauthorized, await Feedback(server, write));
        Assert.Equal(2, (await Visitor.Operator(server.Data, "token", "end", id)).Code);
        Assert.Equal(2, (await Visitor.Operator(server.Data, "token", "new", "x", "--scope", "root")).Code);
    }

    private static async Task<HttpStatusCode> Post(Server server, string token)
    {
        using var client = With(server, token);
        using var alert = new StringContent("""{"alerts":[{"status":"firing","labels":{"alertname":"A"}}]}""");
        using var answer = await client.PostAsync("/hooks/alertmanager", alert, Cancellation);
        return answer.StatusCode;
    }

    [Theory]
    [InlineData("kb_notatoken")]
    [InlineData("something else")]
    public async Task What_is_no_token_is_refused_even_with_a_session(string token)
    {
        using var server = Visitor.Local();
        using var client = server.As(Role.Admin);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await client.GetAsync("/api/documents", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(token, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_over_at_its_time_and_not_before()
    {
        var now = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var token = AccessToken.Of(AccessToken.Row(TokenText.Create(), "x", "s", "a", Role.Admin, TokenScopes.Read, now, 90));

        Assert.Equal(now.AddDays(90), token.Expires);
        Assert.False(token.IsOver(now.AddDays(90).AddMilliseconds(-1)));
        Assert.True(token.IsOver(now.AddDays(90)));
    }

    [Fact]
    public async Task Whoever_may_do_less_takes_it_from_their_tokens_too()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Admin);
        using var made = await ada.PostAsync(
            "/account/tokens",
            Visitor.Form(("name", "x"), ("scope", "admin"), ("days", "1")),
            Cancellation
        );
        var token = Token().Match(await made.Content.ReadAsStringAsync(Cancellation)).Value;
        Assert.Equal(HttpStatusCode.OK, await Get(server, token, "/audit"));

        // The next sign-in, with fewer groups.
        server.Services.GetRequiredService<People>().Enter("test:ada", "ada", Role.Viewer, []);

        Assert.Equal(HttpStatusCode.Forbidden, await Get(server, token, "/audit"));
        Assert.Equal(HttpStatusCode.OK, await Get(server, token, "/api/documents"));
    }

    [Fact]
    public async Task A_token_makes_no_tokens()
    {
        using var server = Visitor.Local();
        var tokens = server.Services.GetRequiredService<Tokens>();
        using var ada = server.As(Role.Admin);
        await ada.GetAsync("/", Cancellation);
        var token = tokens.Make("x", new("test:ada", "ada", Role.Admin, []), TokenScopes.Admin, 1)!;
        using var client = With(server, token);
        using var answer = await client.PostAsync(
            "/account/tokens",
            Visitor.Form(("name", "y"), ("scope", "read"), ("days", "1")),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
