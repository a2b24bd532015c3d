using System.Net;
using AngleSharp.Html.Parser;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Search;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Api.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Search;

/// <summary>Searches that people who are signed in keep on the server, under names that are theirs alone.</summary>
public sealed class SavedSearchTests
{
    private const string Address = ShowSavedSearches.Address;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Page)> Post(HttpClient client, string to, params (string, string)[] fields)
    {
        using var answer = await client.PostAsync(new Uri(Address + to, UriKind.Relative), Visitor.Form(fields), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<string> Names(HttpClient client, string url = Address, string selector = ".lines a.name")
    {
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(url, UriKind.Relative), Cancellation));
        return string.Join(", ", page.QuerySelectorAll(selector).Select(a => $"{a.TextContent} {a.GetAttribute("href")}"));
    }

    private static LiveKnowledge Live(Server server) => server.Services.GetRequiredService<LiveKnowledge>();

    [Fact]
    public async Task A_search_is_kept_renamed_and_removed_and_nobody_else_sees_it()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        using var bob = server.As(Role.Admin, "bob");

        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "", ("name", " Monday  <b> "), ("query", " disk\n full "))).Status);
        // Of the same name it takes the place of the one before; without a name its words are the name.
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "", ("name", "Monday <b>"), ("query", "disk & full"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "", ("query", "Late file"))).Status);
        const string Both = "Late file /search?q=Late%20file, Monday <b> /search?q=disk%20%26%20full";
        Assert.Equal(Both, await Names(ada));
        Assert.Equal(Both, await Names(ada, "/", "[data-own] a"));
        Assert.Equal("", await Names(bob));
        Assert.Equal("", await Names(bob, "/", "[data-own] a"));

        Assert.Equal(HttpStatusCode.NotFound, (await Post(bob, "/rename", ("name", "Late file"), ("new-name", "x"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(bob, "/remove", ("name", "Late file"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(ada, "/rename", ("name", "Late file"), ("new-name", "Monday <b>"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(ada, "/rename", ("name", "Late file"), ("new-name", " "))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "/rename", ("name", "Late file"), ("new-name", "Exchange"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "/remove", ("name", "Monday <b>"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(ada, "/remove", ("name", "Monday <b>"))).Status);
        Assert.Equal("Exchange /search?q=Late%20file", await Names(ada));
    }

    [Fact]
    public async Task A_key_in_a_search_is_not_kept()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        await Post(ada, "", ("query", "login fails AKIAJ7Q2XN4LPV9TRW3K"));
        var kept = Assert.Single(Live(server).QueryStore(s => s.SavedSearches.Of("test:ada"))!);
        Assert.Equal(("login fails [AWS access key]", "login fails [AWS access key]"), (kept.Name, kept.Query));
    }

    [Fact]
    public async Task What_cannot_be_kept_says_why_and_keeps_what_was_typed()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        for (var i = 0; i < SavedSearches.Most; i++)
            Live(server).QueryStore(s => s.SavedSearches.Save("test:ada", new($"n{i}", "q", i), SavedSearches.Most));

        var full = await Post(ada, "", ("name", "one more"), ("query", "typed \"words\""));
        Assert.Equal(HttpStatusCode.Conflict, full.Status);
        Assert.Contains("You have 50 searches", full.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"typed &quot;words&quot;\"", full.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"one more\"", full.Page, StringComparison.Ordinal);
        // One of a name that is there takes no more room.
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ada, "", ("name", "n7"), ("query", "other"))).Status);
        Assert.Equal("Show all 50 /account/searches", await Names(ada, "/", "[data-own] li:last-child a"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(ada, "", ("name", "n"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(ada, "", ("name", new string('n', 81)), ("query", "q"))).Status);
        var tooLong = await Post(ada, "", ("name", "n"), ("query", new string('q', 513)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.Status);
        Assert.Contains(new string('q', 513), tooLong.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_store_they_are_unknown_and_not_none()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        await Post(ada, "", ("query", "disk full"));
        var file = Path.Combine(server.Data, "knowledge.db");
        File.Move(file, file + ".away");

        using var list = await ada.GetAsync(new Uri(Address, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, list.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Post(ada, "", ("query", "q"))).Status);
        Assert.Contains(
            "Your saved searches cannot be read just now.",
            await ada.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_sign_in_a_browser_keeps_its_own()
    {
        using var open = Server.With(("a.md", "# A\n\nText.\n"));
        using var anybody = open.Client();
        using var absent = await anybody.GetAsync(new Uri(Address, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
        foreach (var form in new[] { "", "/rename", "/remove" })
            Assert.Equal(HttpStatusCode.NotFound, (await Post(anybody, form, ("name", "n"), ("query", "q"))).Status);
        var page = await anybody.GetStringAsync(new Uri("/search?q=text", UriKind.Relative), Cancellation);
        Assert.Contains("Save on this machine", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Address, page, StringComparison.Ordinal);

        using var closed = Visitor.Local();
        using var stranger = closed.Browser();
        using var refused = await stranger.GetAsync(new Uri(Address, UriKind.Relative), Cancellation);
        Assert.StartsWith("/sign-in?", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_go_with_their_person_and_lose_words_that_are_purged()
    {
        using var server = Visitor.Local();
        using var ada = server.As(Role.Viewer);
        using var bob = server.As(Role.Viewer, "bob");
        await Post(ada, "", ("name", "mine"), ("query", "disk full"));
        await Post(bob, "", ("name", "Call Grace Hopper"), ("query", "grace hopper cannot sign in"));
        var store = Live(server).QueryStore(s => s.Database)!;
        var texts = new PersonalTexts(store);

        Assert.Contains(texts.Find(new(null, ["test:ada"])), p => p is { What: "saved search", Where: "mine" });
        Assert.Equal(2, texts.Find(new("grace hopper", [])).Count);
        texts.Purge(new(null, ["test:ada"]), "somebody");
        texts.Purge(new("grace hopper", []), "somebody");

        Assert.Empty(Live(server).QueryStore(s => s.SavedSearches.Of("test:ada"))!);
        var kept = Assert.Single(Live(server).QueryStore(s => s.SavedSearches.Of("test:bob"))!);
        Assert.Equal(("Call somebody", "somebody cannot sign in"), (kept.Name, kept.Query));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_engines_keep_them(bool isShared)
    {
        var place = Directory.CreateTempSubdirectory("kb-saved-").FullName;
        using (var database = isShared ? PostgresDatabase.Connect(Store.PostgresServer.Shared.NewDatabase()) : Database.Open(place))
        {
            var table = new SavedSearchTable(database);
            Assert.Equal(SavedSearchChange.Done, table.Save("ada", new("b", "1", 1), 2));
            Assert.Equal(SavedSearchChange.Done, table.Save("ada", new("A", "2", 2), 2));
            Assert.Equal(SavedSearchChange.Full, table.Save("ada", new("c", "3", 3), 2));
            Assert.Equal(SavedSearchChange.Done, table.Save("ada", new("b", "4", 4), 2));
            Assert.Equal(SavedSearchChange.Done, table.Save("bob", new("c", "3", 3), 2));
            Assert.Equal(SavedSearchChange.Taken, table.Rename("ada", "b", "A"));
            Assert.Equal(SavedSearchChange.Absent, table.Rename("ada", "c", "d"));
            Assert.Equal(SavedSearchChange.Done, table.Rename("ada", "b", "b"));
            Assert.Equal(SavedSearchChange.Absent, table.Remove("ada", "c"));
            Assert.Equal([new("A", "2", 2), new("b", "4", 4)], table.Of("ada"));
            Assert.Equal(SavedSearchChange.Done, table.Remove("bob", "c"));
            Assert.Empty(table.Of("bob"));
        }
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task In_a_browser_it_is_saved_beside_the_results_and_found_by_the_palette()
    {
        var server = Visitor.Local();
        await using var browser = await Ui.Browser.Before(server);
        var page = await browser.Open("/sign-in");
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "kb-session",
                Value = server.Session(Role.Viewer).Number,
                Url = browser.Address,
            },
        ]);
        await page.GotoAsync(browser.Address + "/search?q=empty+dashboard");
        await page.GetByText("Save this search").ClickAsync();
        await page.Locator("[data-save] [name=name]").FillAsync("Monday morning");
        await page.Locator("[data-save] button").ClickAsync();
        await page.Locator("details.pop summary").GetByText("Saved", new() { Exact = true }).WaitForAsync();
        Assert.Equal("Monday morning", Assert.Single(Live(server).QueryStore(s => s.SavedSearches.Of("test:ada"))!).Name);

        await page.GotoAsync(browser.Address + "/help");
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("dialog [role=option]", new() { HasText = "Monday morning" }).WaitForAsync();
        await page.Keyboard.TypeAsync("monday");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + "/search?q=empty%20dashboard");
        // Home shows it once, and not among what was searched for before.
        await page.GotoAsync(browser.Address + "/");
        Assert.Equal(["Monday morning"], await page.Locator("[data-own] a").AllTextContentsAsync());
        Assert.False(await page.Locator("[data-kept=recents]").IsVisibleAsync());

        // What the server refuses is shown by its own page, with what was typed.
        for (var i = 1; i < SavedSearches.Most; i++)
            Live(server).QueryStore(s => s.SavedSearches.Save("test:ada", new($"n{i}", "q", i), SavedSearches.Most));
        await page.GotoAsync(browser.Address + "/search?q=one+more");
        await page.GetByText("Save this search").ClickAsync();
        await page.Locator("[data-save] button").ClickAsync();
        await page.GetByText("You have 50 searches").WaitForAsync();
        Assert.Equal("one more", await page.Locator("form.card [name=query]").InputValueAsync());
        Assert.Empty(browser.Faults);
    }
}
