using System.Text.Json;
using CsCheck;
using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Alerts;

[Trait("Reliability", "A-03")]
public sealed class SlackTextTests
{
    // Whatever a page and a sender say, Slack takes it: lengths, number of blocks, code blocks that are closed, no mention that was
    // not meant.
    [Fact]
    public void A_message_is_within_the_limits_for_any_input()
    {
        static Gen<string> Any(int max) =>
            Gen.Select(
                Gen.String[Gen.Frequency((1, Gen.Const('&')), (3, Gen.Char[(char)32, (char)299])), 0, max],
                Gen.Int[0, 2],
                (text, traps) => text + string.Concat(Enumerable.Repeat("``` <!channel> & <@U1> ", traps))
            );
        Gen.Select(
                Gen.Select(Any(4000), Gen.Null(Any(5000), 0.5), (text, command) => new Step(text, command)).Array[0, 59],
                Any(500).Array[0, 39],
                Gen.Select(Any(500), Any(4000), Any(300), Any(5000)),
                Any(50).Array[3],
                Any(200)
            )
            .Sample(AssertWithinLimits, iter: 300);
    }

    private static void AssertWithinLimits(
        Step[] steps,
        string[] green,
        (string Title, string Wording, string Name, string Summary) texts,
        string[] labels,
        string reason
    )
    {
        var runbook = new Document
        {
            Id = new("r"),
            Kind = DocumentKind.Runbook,
            Source = "s",
            Path = "r.md",
            Title = texts.Title,
            Markdown = "",
            Sections = [new(["R", "Remediation"], SectionKind.Remediation, "remediation", 1, "", steps)],
            FrontMatter = new() { StaysGreen = [.. green.Select(signal => new StaysGreen(signal))], Wording = [new(texts.Wording)] },
        };
        var alert = new FiredAlert
        {
            Key = "k",
            Name = texts.Name,
            Summary = texts.Summary,
            State = AlertState.Firing,
            Labels = [new("host", labels[0])],
        };
        var record = new AlertRecord(
            "id",
            "alertmanager",
            alert.Name,
            AlertState.Firing,
            labels[1],
            labels[2],
            default,
            null,
            default,
            default,
            1,
            1,
            alert
        );
        var message = new AlertMessage(
            record,
            new(alert.Name, "r", runbook.Title, "/docs/r", reason, Confidence.High),
            runbook,
            null,
            new("https://kb.example/")
        );

        var json = JsonSerializer.SerializeToElement(message.Slack());
        Assert.InRange(json.GetProperty("text").GetString()!.Length, 1, 3_000);
        var blocks = json.GetProperty("blocks")
            .EnumerateArray()
            .Select(b => b.GetProperty("text").GetProperty("text").GetString()!)
            .ToList();
        Assert.InRange(blocks.Count, 1, 50);
        Assert.All(
            blocks,
            b =>
            {
                Assert.InRange(b.Length, 1, 3_000);
                Assert.DoesNotContain("<!", b, StringComparison.Ordinal);
                Assert.DoesNotContain("<@", b, StringComparison.Ordinal);
                AssertWhole(b);
            }
        );
    }

    // Every character that means something is whole: an escape, a link, a code block.
    private static void AssertWhole(string text)
    {
        Assert.DoesNotMatch("&(?!amp;|lt;|gt;)", text);
        Assert.DoesNotMatch("<[^>]*(<|$)", text);
        Assert.Equal(1, text.Split("```").Length & 1);
    }

    [Theory]
    [InlineData("https://wiki.example/%3E%3C!channel%3E")]
    [InlineData("https://wiki.example/?a=1&b=<!channel>")]
    [InlineData("https://wiki.example/a|b")]
    public void An_address_of_a_stranger_stays_an_address(string url)
    {
        var link = SlackText.Of([SlackText.Link(new("https://kb.example/"), url, "page")]);
        Assert.Matches(@"^<https://wiki\.example/[^<>|]*\|page>$", link);
        AssertWhole(link);
    }

    [Theory]
    [InlineData("a & b", 9, "a &amp; b")]
    [InlineData("a & b", 8, "a &amp;…")]
    [InlineData("a & b", 7, "a…")]
    [InlineData("a&b", 7, "a&amp;b")]
    [InlineData("a&b", 6, "a…")]
    [InlineData("ab<", 6, "ab&lt;")]
    [InlineData("ab<", 5, "ab…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("ab", 1, "…")]
    [InlineData("😀😀", 3, "😀…")]
    [InlineData("a😀b", 3, "a…")]
    [InlineData("one two three", 12, "one two…")]
    [InlineData("one twothreefour", 12, "one twothre…")]
    public void A_text_is_cut_before_it_is_escaped_at_a_word(string text, int characters, string cut) =>
        Assert.Equal(cut, SlackText.Of([text], characters));

    [Fact]
    public void Markup_is_never_cut_and_what_comes_after_a_cut_is_left_out()
    {
        Assert.Equal("*ab…*", SlackText.Of([SlackText.Bold("abcd"), "more"], 5));
        Assert.Equal("x```ab…```", SlackText.Of(["x", SlackText.Code("abcd"), "more"], 10));
        // No room for anything between the marks.
        Assert.Equal("x", SlackText.Of(["x", SlackText.Code("a")], 7));
        Assert.Equal("x```a```", SlackText.Of(["x", SlackText.Code("a")], 8));
        Assert.Equal("", SlackText.Of([SlackText.Bold(""), ""]));
        Assert.Equal(
            "` ` `<https://kb.example/x?a=1&amp;b|` ` ` a/b>",
            SlackText.Of(["```", SlackText.Link(new("https://kb.example/"), "x?a=1&b", "``` a|b")])
        );
    }

    [Fact]
    public void No_run_of_backticks_of_a_stranger_opens_a_code_block()
    {
        for (var run = 3; run < 20; run++)
            Assert.DoesNotContain("```", SlackText.Of([new string('`', run)]), StringComparison.Ordinal);
        Assert.Equal("``a`` ` ` ` ` `b", SlackText.Of(["``a`` `````b"]));
    }

    [Fact]
    public void An_address_that_is_none_or_too_long_leaves_the_text()
    {
        var root = new Uri("https://kb.example/");
        string Linked(string url) => SlackText.Of([SlackText.Link(root, url, "page")]);
        Assert.Equal("page", Linked("http://["));
        var longest = new string('a', 2_000 - root.AbsoluteUri.Length);
        Assert.Equal($"<{root}{longest}|page>", Linked(longest));
        Assert.Equal("page", Linked(longest + "a"));
    }

    [Fact]
    public void A_message_has_fifty_blocks_and_none_that_says_nothing()
    {
        var message = SlackMessage.Of(
            [new string('t', 400)],
            [
                [" "],
                .. Enumerable.Range(1, 60).Select(i => (SlackPart[])[$"{i}"]),
            ]
        );
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), message.Blocks.Select(b => b.Text.Text));
        Assert.Equal(300, message.Text.Length);
        Assert.Equal("""{"type":"section","text":{"type":"mrkdwn","text":"1"}}""", JsonSerializer.Serialize(message.Blocks[0]));
        Assert.Equal(
            3_000,
            Assert
                .Single(
                    SlackMessage
                        .Of(
                            ["t"],
                            [
                                [new string('&', 5_000)],
                            ]
                        )
                        .Blocks
                )
                .Text.Text.Length + 4
        );
    }
}
