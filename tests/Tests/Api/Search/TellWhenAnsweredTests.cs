using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Search;

/// <summary>The button on the page that found nothing: who is signed in and has a mail address is told when there is an answer.</summary>
public sealed class TellWhenAnsweredTests : IDisposable
{
    private const string Words = "purple elephant invoice";
    private const string Button = "main form[action$='/tell'] button";
    private const string Stop = "main form[action$='/tell/stop'] button";

    private readonly MailServer mail = new();

    public void Dispose() => mail.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Server Serve() =>
        Visitor.Local(("smtp", $"smtp://127.0.0.1:{mail.Port}"), ("mail-from", "kb@example.org"), ("public-url", "https://kb.example"));

    private static HttpClient As(Server server, string name, string? email)
    {
        var client = server.As(Role.Viewer, name);
        server.Services.GetRequiredService<People>().Enter($"test:{name}", name, Role.Viewer, [], email);
        return client;
    }

    private static async Task<IHtmlDocument> Parse(HttpClient client, string url) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(url, UriKind.Relative), Cancellation));

    private static Task<IHtmlDocument> Search(HttpClient client, string more = "") =>
        Parse(client, $"/search?q={Uri.EscapeDataString(Words)}{more}");

    private static async Task<HttpStatusCode> Post(HttpClient client, string url)
    {
        using var answer = await client.PostAsync(new Uri(url, UriKind.Relative), Visitor.Form(), Cancellation);
        return answer.StatusCode;
    }

    private static IReadOnlyList<GapAsker> Askers(Server server) =>
        server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.GapAskers.All())!;

    [Fact]
    public async Task It_is_asked_for_on_the_page_that_found_nothing_taken_back_on_the_link_and_told_by_mail()
    {
        using var server = Serve();
        using var ada = As(server, "ada", "ada@example.org");
        var page = await Search(ada);
        Assert.Equal("Tell me by mail when somebody has answered", page.QuerySelector(Button)!.TextContent);
        var action = page.QuerySelector("main form[action$='/tell']")!.GetAttribute("action")!;
        var link = action[..^"/tell".Length];

        using (var answer = await ada.PostAsync(new Uri(action, UriKind.Relative), Visitor.Form(), Cancellation))
            Assert.Equal((HttpStatusCode.Redirect, link), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        var gap = await Parse(ada, link);
        Assert.Contains("You get a mail when somebody has answered.", gap.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(gap.QuerySelector(Button));
        Assert.NotNull((await Search(ada)).QuerySelector(Stop));

        Assert.Equal(HttpStatusCode.Redirect, await Post(ada, $"{link}/tell/stop"));
        Assert.NotNull((await Parse(ada, link)).QuerySelector(Button));
        Assert.Empty(Askers(server));
        Assert.Equal(HttpStatusCode.Redirect, await Post(ada, $"{link}/tell"));

        // Nobody else's.
        using var bob = As(server, "bob", "bob@example.org");
        Assert.NotNull((await Parse(bob, link)).QuerySelector(Button));
        Assert.Equal(HttpStatusCode.Redirect, await Post(bob, $"{link}/tell/stop"));
        Assert.Single(Askers(server));

        File.WriteAllText(
            Path.Combine(server.Content, "invoice.md"),
            $"---\nsymptoms: [{Words}]\nowner: data\n---\n# Purple elephant invoice\n\n## Remediation\n\n1. Paint it.\n"
        );
        await Live.LiveServer.Until(() => !mail.Received.IsEmpty);
        var told = Assert.Single(mail.Received);
        Assert.Equal("ada@example.org", Assert.Single(told.To));
        Assert.Contains("https://kb.example/docs/invoice", told.Body, StringComparison.Ordinal);
        Assert.Null((await Parse(ada, link)).QuerySelector($"{Button}, {Stop}"));
        await Live.LiveServer.Until(() => Askers(server).Count == 0);
        Assert.Single(mail.Received);
    }

    [Fact]
    public async Task Whoever_cannot_be_told_has_no_button_and_gets_an_answer_that_says_so()
    {
        using var server = Serve();
        using var ada = As(server, "ada", "ada@example.org");
        using var bea = As(server, "bea", null);
        using var cyd = As(server, "cyd", "no address");
        // One who types has asked nothing yet.
        Assert.Null((await Search(ada, "&preview=1")).QuerySelector(Button));
        var action = (await Search(ada)).QuerySelector("main form[action$='/tell']")!.GetAttribute("action")!;
        foreach (var client in new[] { bea, cyd })
        {
            Assert.Null((await Search(client)).QuerySelector($"{Button}, {Stop}"));
            Assert.Equal(HttpStatusCode.NotFound, await Post(client, action));
        }
        Assert.Equal(HttpStatusCode.NotFound, await Post(ada, "/gaps/absent/tell"));
        using var nobody = server.Browser();
        Assert.NotEqual(HttpStatusCode.Redirect, await Post(nobody, action));
        Assert.Empty(Askers(server));
    }

    [Fact]
    public async Task Without_a_mail_server_or_without_sign_in_there_is_the_link_alone()
    {
        using var closed = Visitor.Local();
        using var ada = As(closed, "ada", "ada@example.org");
        var page = await Search(ada);
        Assert.NotNull(page.QuerySelector(".none a[href^='/gaps/']"));
        Assert.Null(page.QuerySelector(Button));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await Post(ada, page.QuerySelector(".none a[href^='/gaps/']")!.GetAttribute("href") + "/tell")
        );

        using var open = Server.Told([("smtp", $"smtp://127.0.0.1:{mail.Port}"), ("mail-from", "kb@example.org")]);
        using var anybody = open.Client();
        Assert.Null((await Search(anybody)).QuerySelector($"{Button}, {Stop}"));
        Assert.Equal(HttpStatusCode.NotFound, await Post(anybody, "/gaps/1/tell"));
        Assert.Equal(HttpStatusCode.NotFound, await Post(anybody, "/gaps/1/tell/stop"));
    }

    [Fact]
    public async Task One_too_many_is_refused_with_what_to_do()
    {
        using var server = Serve();
        using var ada = As(server, "ada", "ada@example.org");
        var action = (await Search(ada)).QuerySelector("main form[action$='/tell']")!.GetAttribute("action")!;
        server
            .Services.GetRequiredService<LiveKnowledge>()
            .UpdateStore(s =>
            {
                for (var i = 0; i < GapAskerTable.MostOfOne; i++)
                    s.GapAskers.Add($"g{i}", "test:ada", "en", TimeProvider.System.GetUtcNow());
            });
        using var answer = await ada.PostAsync(new Uri(action, UriKind.Relative), Visitor.Form(), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Keep the address of the search", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_store_it_says_that_nothing_was_kept()
    {
        using var server = Serve();
        using var ada = As(server, "ada", "ada@example.org");
        var action = (await Search(ada)).QuerySelector("main form[action$='/tell']")!.GetAttribute("action")!;
        var file = Path.Combine(server.Data, "knowledge.db");
        File.Move(file, file + ".away");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post(ada, action));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post(ada, $"{action}/stop"));
    }
}
