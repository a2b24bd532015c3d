using System.Net;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

/// <summary>Which pages a token sees that are for some alone: never more than whoever gave it.</summary>
[Trait("Reliability", "A-14")]
public sealed partial class TokenGroupsTests
{
    [GeneratedRegex("kb_[0-9A-Za-z]{49}")]
    private static partial Regex Token();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> Get(Server server, string token, string path)
    {
        using var client = server.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }

    private static Server ServeHidden() =>
        Server.Told(
            [("auth", "local")],
            files:
            [
                ("open.md", "# Open\n\nText.\n"),
                ("legal.md", "---\nvisible: [legal]\n---\n# Legal\n\nText.\n"),
                ("board.md", "---\nvisible: [board]\n---\n# Board\n\nText.\n"),
            ]
        );

    // Which of the three pages a token shows.
    private static async Task<string> Seen(Server server, string token)
    {
        var seen = new List<string>();
        foreach (var page in new[] { "open", "legal", "board" })
            if (await Get(server, token, $"/api/documents/{page}") == HttpStatusCode.OK)
                seen.Add(page);
        return string.Join(' ', seen);
    }

    [Fact]
    public async Task A_token_of_an_operator_sees_as_the_groups_that_are_given_and_as_no_other()
    {
        using var server = ServeHidden();
        using var client = server.Client();
        await client.GetAsync("/-/ready", Cancellation);
        async Task<string> Make(params string[] groups)
        {
            var made = await Visitor.Operator(server.Data, ["token", "new", "job", .. groups.SelectMany(g => new[] { "--group", g })]);
            Assert.Equal((0, ""), (made.Code, made.Error));
            return made.Output;
        }
        var (none, legal, both) = (await Make(), await Make("legal"), await Make("board", " legal ", "legal"));
        server.Services.GetServices<Knowledge.Api.Background.IBackgroundWork>().OfType<AccessLoop>().Single().Follow();

        Assert.Equal("open", await Seen(server, none));
        Assert.Equal("open legal", await Seen(server, legal));
        Assert.Equal("open legal board", await Seen(server, both));
        Assert.Contains("\tboard, legal", (await Visitor.Operator(server.Data, "token", "list")).Output, StringComparison.Ordinal);
        foreach (var wrong in new[] { " ", new string('g', 201) })
            Assert.Equal(2, (await Visitor.Operator(server.Data, "token", "new", "job", "--group", wrong)).Code);
        // Nobody is taken for it who calls themselves so.
        server.Services.GetRequiredService<People>().Enter("proxy:operator", "operator", Role.Viewer, ["board"]);
        Assert.Equal("open legal", await Seen(server, legal));
    }

    [Fact]
    public async Task A_person_gives_a_token_all_or_some_of_their_groups_and_no_other()
    {
        using var server = ServeHidden();
        using var ada = server.As(Role.Author, "ada", ["legal", "board"]);
        async Task<(HttpStatusCode Status, string Token)> Make(params (string Name, string Value)[] groups)
        {
            using var made = await ada.PostAsync(
                "/account/tokens",
                Visitor.Form([("name", "job"), ("scope", "read"), ("days", "1"), .. groups]),
                Cancellation
            );
            return (made.StatusCode, Token().Match(await made.Content.ReadAsStringAsync(Cancellation)).Value);
        }
        var asked = ("group.asked", "yes");
        var page = await ada.GetStringAsync("/account/tokens", Cancellation);
        Assert.Contains("name=\"group\" value=\"legal\" checked", page, StringComparison.Ordinal);
        var (_, all) = await Make(asked, ("group", "legal"), ("group", "board"));
        var (_, some) = await Make(asked, ("group", "legal"));
        var (_, none) = await Make(asked);
        Assert.Equal("open legal board", await Seen(server, all));
        Assert.Equal("open legal", await Seen(server, some));
        Assert.Equal("open", await Seen(server, none));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, ""), await Make(asked, ("group", "legal"), ("group", "security")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Make(asked, ("group", "Legal"))).Status);

        // Whoever is in another group now has tokens of that one too, where all were given; of a group that they left none has any.
        var people = server.Services.GetRequiredService<People>();
        people.Enter("test:ada", "ada", Role.Author, ["board"]);
        server.Services.GetRequiredService<Tokens>().Make("other", new("test:ada", "ada", Role.Author, ["board"]), TokenScopes.Read, 1);
        Assert.Equal("open board", await Seen(server, all));
        Assert.Equal("open", await Seen(server, some));
    }
}
