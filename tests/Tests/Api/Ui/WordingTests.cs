using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Ui;

/// <summary>Pages say it in words of the field: none of these stands in what they say by themselves.</summary>
public sealed partial class WordingTests : IClassFixture<WordingTests.Site>
{
    private readonly Server server;

    public WordingTests(Site site) => server = site.Server;

    public static TheoryData<string> Urls =>
        [
            "/",
            "/search?q=spool+full",
            "/search?q=purple+elephant",
            "/search?q=spool+full&kind=runbook",
            "/docs/spool",
            "/docs/postmortems/2026-01-01-spool",
            "/docs/absent",
            "/absent",
            "/runbooks",
            "/help",
            "/styleguide",
        ];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task No_page_uses_a_word_that_needs_to_be_explained(string url)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        // What postmortems say of their eleven surfaces has a page of its own to be put right.
        page.QuerySelector("section:has(#surfaces)")?.Remove();
        var text = Blanks().Replace(page.Body!.TextContent, " ");
        Assert.True(text.Length > 200, text);
        Assert.Empty(
            Banned().Matches(text).Select(m => $"{url}: …{text[Math.Max(0, m.Index - 30)..Math.Min(text.Length, m.Index + 40)]}…")
        );
    }

    [Theory]
    [InlineData("the alert was heard 1 time")]
    [InlineData("Do not believe: these stay green")]
    [InlineData("what people searched for in vain")]
    public void The_list_finds_what_it_is_for(string text) => Assert.Matches(Banned(), text);

    [Theory]
    [InlineData("We recommend it.")]
    [InlineData("Between two hosts.")]
    public void Other_words_are_left_alone(string text) => Assert.DoesNotMatch(Banned(), text);

    [GeneratedRegex(
        @"\b(mend(s|ed)?|heard|twins?|said|came undone|lacks nothing|in the middle|in vain|do not believe|already tried|"
            + @"nobody looks after|no way to|not this one|well again|sees to|go on\b(?! with)|last real change|and none had|compared by)\b"
            + @"|\(1 minutes\)|\b1 times\b|\bfinds what it must find\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Banned();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    public sealed class Site : IDisposable
    {
        public Server Server { get; } =
            Server.With(
                (
                    "spool.md",
                    """
                    ---
                    owner: data
                    services: [feed]
                    alerts: [SpoolFull]
                    symptoms: [spool full]
                    ask: [Since when?]
                    stays-green: [{check: The pod is ready, blind-to: rows}]
                    dead-ends: [{suspicion: the network, why: others were fast, minutes-lost: 20}]
                    wording: [{text: "We are loading the data again by {time} UTC.", when: Confirmed}]
                    ---
                    # Spool full

                    ## Causes

                    - **The spool is full.** Nothing is written.

                      Check: `df -h`

                      Expect: 100 % means this cause.

                    ## Remediation

                    1. Remove old files.

                       ```sh
                       rm /spool/old
                       ```
                    """
                ),
                (
                    "postmortems/2026-01-01-spool.md",
                    "---\nkind: postmortem\ndate: 2026-01-01\nrunbooks: [spool]\nsearched: [spool full]\n---\n# Spool full in January\n\n"
                        + "## Summary\n\nThe spool was full.\n\n## Root cause\n\nThe spool is full because old files stay.\n"
                )
            );

        public void Dispose() => Server.Dispose();
    }
}
