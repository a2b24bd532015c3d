using System.Net;
using System.Net.Http.Json;
using Knowledge.Api.Access;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>The address of a new page tells nobody that a page of the same title is there, which they must not see.</summary>
[Trait("Reliability", "A-14")]
public sealed class NewAddressTests
{
    private const string Lettered = "-[bcdfghjkmnpqrstvwxz2-9]{6}$";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> Begin(HttpClient client, string title, string front = "")
    {
        var text =
            $"---\nkind: postmortem\ntitle: {title}\ndate: 2026-03-02\n{front}---\n# {title}\n\n" + "## Causes\n\nThe ledger was full.\n";
        using var answer = await client.PostAsJsonAsync("/api/postmortems", new { text }, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    [Fact]
    public async Task A_draft_of_somebody_else_that_is_hidden_changes_no_address()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var stranger = server.As(Role.Author, "eve");
        Assert.Matches("^2026-03-02-the-wombat-ledger" + Lettered, await Begin(author, "The wombat ledger", "visible: []\n"));
        // Nobody wrote of the second one.
        Assert.Equal("2026-03-02-the-wombat-ledger", await Begin(stranger, "The wombat ledger"));
        Assert.Equal("2026-03-02-the-kiwi-ledger", await Begin(stranger, "The kiwi ledger"));
    }

    [Fact]
    public async Task A_draft_that_was_hidden_later_leads_to_letters_in_place_of_a_number()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var stranger = server.As(Role.Author, "eve");
        var slug = await Begin(author, "The wombat ledger");
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
        {
            Content = JsonContent.Create(
                new { text = "---\nkind: postmortem\ntitle: The wombat ledger\nstatus: draft\nvisible: []\n---\n# The wombat ledger\n" }
            ),
        };
        put.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, (await author.SendAsync(put, Cancellation)).StatusCode);
        Assert.Matches("^2026-03-02-the-wombat-ledger" + Lettered, await Begin(stranger, "The wombat ledger"));
    }

    [Fact]
    public async Task Where_a_page_is_hidden_a_taken_title_and_a_free_one_give_addresses_of_one_form()
    {
        using var server = Server.Told(
            [("auth", "local")],
            files:
            [
                ("open.md", "# Open\n\nText.\n"),
                (
                    "postmortems/2026-03-02-the-wombat-ledger.md",
                    "---\nkind: postmortem\nvisible: [legal]\n---\n# The wombat ledger\n\n## Causes\n\nIt was full.\n"
                ),
            ]
        );
        using var stranger = server.As(Role.Author, "eve");
        using var member = server.As(Role.Author, "ann", ["legal"]);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/docs/postmortems/2026-03-02-the-wombat-ledger", Cancellation)).StatusCode);
        Assert.Matches("^2026-03-02-the-wombat-ledger" + Lettered, await Begin(stranger, "The wombat ledger"));
        Assert.Matches("^2026-03-02-the-kiwi-ledger" + Lettered, await Begin(stranger, "The kiwi ledger"));
    }

    [Fact]
    public async Task Where_everybody_sees_all_addresses_are_short_and_numbered()
    {
        using var server = Server.With(("a.md", "---\nvisible: [legal]\n---\n# A\n\nText.\n"));
        using var client = server.Client();
        Assert.Equal("2026-03-02-the-wombat-ledger", await Begin(client, "The wombat ledger", "visible: []\n"));
        Assert.Equal("2026-03-02-the-wombat-ledger-2", await Begin(client, "The wombat ledger"));
    }
}
