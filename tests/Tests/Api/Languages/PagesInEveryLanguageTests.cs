using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Languages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Languages;

/// <summary>Every page in every language: its own texts are translated, and what somebody wrote stays as it is.</summary>
public sealed partial class PagesInEveryLanguageTests(AllPages pages) : IClassFixture<AllPages>
{
    private static readonly string[] Attributes = ["aria-label", "placeholder", "title"];

    // Names, words that all three languages have, and what stays English: content, messages of checks, states of the system.
    private const string NotOurs =
        "pre, code, kbd, [lang]:not(html), .words, .chips, .snippet, .findings, .evidence, [data-copy], [data-result], [data-english], "
        + "script, style, option[value], datalist, textarea, svg title, .facts dd, .kv dd";

    public static TheoryData<string, string> Urls =>
        [
            .. AllPages.Urls.SelectMany(url =>
                new[] { (url, "de"), (url, "fr") }.Select(u => new TheoryDataRow<string, string>(u.Item1, u.Item2))
            ),
        ];

    [Fact]
    public void No_page_is_left_out()
    {
        var routes = pages
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => !Machines().IsMatch(r))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            string.Join('\n', routes),
            string.Join('\n', AllPages.Addresses.Keys.Concat(AllPages.Others).Order(StringComparer.Ordinal))
        );
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task A_page_says_nothing_of_its_own_in_English(string url, string language)
    {
        var english = Texts(await pages.Text(url, "en"));
        var other = await pages.Text(url, language);
        Assert.Contains($"<html lang=\"{language}\"", other, StringComparison.Ordinal);

        // What stands in both is a word of both languages, or somebody wrote it, or it was forgotten.
        var keys = Language.Find(language)!.Texts;
        var forgotten = Texts(other)
            .Intersect(english)
            .Where(t => !Headings.Contains(t))
            .Where(t => keys.TryGetValue(t, out var text) ? text != t : !keys.Values.Contains(t) && !IsWritten(t));
        Assert.True(!forgotten.Any(), string.Join('\n', forgotten.Select(t => $"{url}, {language}: {t}")));
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task A_page_has_the_same_parts_in_every_language(string url, string language)
    {
        var (english, other) = (Parts(await pages.Text(url, "en")), Parts(await pages.Text(url, language)));
        Assert.Equal(english, other);
    }

    [Theory]
    [InlineData("<p>Menu</p><p title='Save'>x y</p>", "Menu, x y, Save")]
    [InlineData("<pre>Menu</pre><p lang='en'>Save</p>", "")]
    public void Texts_are_told_from_what_somebody_wrote(string html, string expected) =>
        Assert.Equal(expected, string.Join(", ", Texts(html)));

    // Headings, severities and states of the example, which are texts of pages too.
    private static readonly string[] Headings = ["Summary", "Timeline", "Symptoms", "Searched that day", "Fixed", "Page"];

    // Content of the example and of the fixture, and names.
    private static bool IsWritten(string text) =>
        Names().IsMatch(text)
        || Written.Contains(Letters(text), StringComparison.OrdinalIgnoreCase)
        || text.Split([" · ", ", "], StringSplitOptions.None) is { Length: > 1 } parts && parts.All(IsWritten);

    private static string Written { get; } =
        Letters(
            string.Join(
                ' ',
                Repository
                    .Files()
                    .Where(f =>
                        f.StartsWith("runbooks/", StringComparison.Ordinal)
                        || f.EndsWith("Chats/empty-dashboards.txt", StringComparison.Ordinal)
                    )
                    .Select(f => $"{f} {Repository.Text(f)}")
            )
                + $" {AssistedServer.Words} For everyone none such purple elephant invoice Lonely The nightly load has not finished"
                + " mine Mine robot (read, 30 days) made (read, 30 days) test:ada local:grace operator:root grace as viewer"
        );

    // Addresses of links and places to fill in stand between words of a file, and not on a page.
    private static string Letters(string text) => string.Concat(LinkOrBlank().Replace(text, "").Where(char.IsLetter));

    private static List<string> Texts(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        foreach (var element in page.QuerySelectorAll(NotOurs))
            element.Remove();
        return
        [
            .. page.Body!.Descendants<IText>()
                .Select(t => Blanks().Replace(t.Data, " ").Trim())
                .Concat(page.Body!.Descendants<IElement>().SelectMany(e => Attributes.Select(e.GetAttribute).OfType<string>()))
                .Where(t => t.Any(char.IsLetter))
                .Distinct(),
        ];
    }

    private static string Parts(string html) =>
        string.Join(
            ' ',
            new HtmlParser()
                .ParseDocument(html)
                .Body!.Descendants<IElement>()
                .Where(e => e is not (IHtmlScriptElement or IHtmlTimeElement))
                .Where(e => e.Closest("[data-plural]") is null)
                .Select(e => e.LocalName)
                .Where(n => n is "form" or "table" or "section" or "h1" or "h2" or "h3" or "input" or "textarea" or "select" or "button")
        );

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"^(Knowledge|[A-Z]{2,}|English|Deutsch|Français|JSON|Markdown|UTC|SLA|alertmanager|somebody,?"
            + @"|begun|draft|Page|[Rr]evision \d*|Source runbooks"
            + @"|Prometheus Alertmanager|Grafana, Opsgenie, .*|Datadog|Feeds:|UTC, \+01:00"
            + @"|quantum|flamingo|\d+ (documents|incidents|sections)\.?"
            + @"|Ticker-loader: .*"
            + @"|\d+ causes?, \d+ pages?|No cause, no page|[\d.,:\s–-]+ ?(UTC|ms|min|h|GB)?\.?|(\d+ h )?(\d+ min)?( \(.*\))?"
            + @"|/\S*|https?:\S+|\S+@\S+|[\w.]+([-/.][\w.]+)+|· .*|Status \d+ ·|, draft: begun|: begun|sev\d|\W*)$"
    )]
    private static partial Regex Names();

    [GeneratedRegex(@"\]\([^)]*\)|\{[a-z]+\}")]
    private static partial Regex LinkOrBlank();

    [GeneratedRegex("^/(api|hooks|-|mcp|openapi|schemas|assets)(/|$)")]
    private static partial Regex Machines();
}
