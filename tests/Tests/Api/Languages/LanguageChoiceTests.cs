using System.Net;
using Knowledge.Api.Languages;

namespace Knowledge.Tests.Api.Languages;

public sealed class LanguageChoiceTests : IDisposable
{
    private readonly Server server = Server.With(("a.md", "# A\n\nText.\n"));

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr-CA", "fr")]
    [InlineData("en;q=0.5,fr;q=0.9", "fr")]
    [InlineData("it,pt;q=0.9,de;q=0.1", "de")]
    [InlineData("de;q=0,fr;q=0.1", "fr")]
    [InlineData("it", "en")]
    [InlineData("*", "en")]
    [InlineData("", "en")]
    [InlineData(",;q=,,§", "en")]
    public async Task A_page_comes_in_the_language_that_the_browser_asks_for(string accepted, string code)
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains($"<html lang=\"{code}\"", await Body(answer), StringComparison.Ordinal);
        Assert.Contains("Accept-Language", answer.Headers.Vary);
    }

    [Fact]
    public async Task A_choice_is_kept_and_leads_back()
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", "fr");
        using var chosen = await Choose(client, "de", "/status");
        Assert.Equal(HttpStatusCode.Found, chosen.StatusCode);
        Assert.Equal("/status", chosen.Headers.Location!.ToString());
        using var answer = await client.GetAsync(new Uri("/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("<html lang=\"de\"", await Body(answer), StringComparison.Ordinal);

        // What is none forgets it.
        using var forgotten = await Choose(client, "xx", "//elsewhere.example");
        Assert.Equal("/help#language", forgotten.Headers.Location!.ToString());
        using var after = await client.GetAsync(new Uri("/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("<html lang=\"fr\"", await Body(after), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/search", "There is nothing to search for")]
    [InlineData("/api/absent", "There is nothing at this address")]
    [InlineData("/problems/not-found", "Unter dieser Adresse ist nichts")]
    [InlineData("/absent", "Unter dieser Adresse ist nichts")]
    public async Task Programs_are_answered_in_English_and_people_in_their_language(string url, string expected)
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", "de");
        using var answer = await client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains(expected, WebUtility.HtmlDecode(await Body(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_get_their_texts_with_the_page_in_other_languages_only()
    {
        using var client = server.Client();
        Assert.DoesNotContain(
            "id=\"texts\"",
            await client.GetStringAsync("/", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        client.DefaultRequestHeaders.Add("Accept-Language", "de");
        var page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("\"Copied\":\"Kopiert\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_and_sent_by_somebody_who_reads_German_is_English()
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", "de");
        using var alert = new StringContent(
            """{"version": "4", "alerts": [{"status": "firing", "fingerprint": "f", "labels": {"alertname": "SpoolFull"}}]}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        (
            await client.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), alert, TestContext.Current.CancellationToken)
        ).EnsureSuccessStatusCode();
        var list = "";
        for (
            var guard = 0;
            guard < 400 && !list.Contains("SpoolFull", StringComparison.Ordinal);
            guard++, await Task.Delay(25, TestContext.Current.CancellationToken)
        )
            list = await client.GetStringAsync("/api/alerts", TestContext.Current.CancellationToken);
        var id = System.Text.RegularExpressions.Regex.Match(list, "\"id\":\"([0-9a-f]+)\"").Groups[1].Value;
        using var mine = await client.PostAsync(
            new Uri($"/alerts/{id}/acknowledge", UriKind.Relative),
            new FormUrlEncodedContent([new("on-it", "yes"), new("actor", "Eva")]),
            TestContext.Current.CancellationToken
        );
        var told = await client.GetStringAsync($"/api/alerts/{id}", TestContext.Current.CancellationToken);
        Assert.Contains("Eva", told, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Remove("Accept-Language");
        Assert.Equal(await client.GetStringAsync($"/api/alerts/{id}", TestContext.Current.CancellationToken), told);
    }

    [Fact]
    public void Without_a_page_everything_is_English() => Assert.Same(Language.English, Language.Current);

    public void Dispose() => server.Dispose();

    private static Task<HttpResponseMessage> Choose(HttpClient client, string language, string back) =>
        client.PostAsync(
            new Uri("/language", UriKind.Relative),
            new FormUrlEncodedContent([new("language", language), new("back", back)]),
            TestContext.Current.CancellationToken
        );

    private static Task<string> Body(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
