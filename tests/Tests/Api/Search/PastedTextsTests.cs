using System.Net;
using AngleSharp.Html.Parser;
using Knowledge.Api.Search;
using Knowledge.Indexer.Search;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Search;

public sealed class PastedTextsTests
{
    [Fact]
    public void A_text_is_kept_for_a_day_under_the_same_key()
    {
        var time = new FakeTimeProvider();
        var texts = new PastedTexts(time);
        var key = texts.Keep("No space left");

        Assert.Equal(key, texts.Keep("No space left"));
        Assert.NotEqual(key, texts.Keep("No space left on device"));
        time.Advance(PastedTexts.KeptFor - TimeSpan.FromTicks(1));
        Assert.Equal("No space left", texts.Find(key));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(texts.Find(key));
        Assert.Null(texts.Find(""));
    }

    [Fact]
    public void Many_that_paste_at_once_make_room_for_each_other()
    {
        var texts = new PastedTexts(TimeProvider.System);
        Parallel.For(
            0,
            40_000,
            new() { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            i => texts.Keep($"text {i}")
        );
        Assert.NotNull(texts.Find(texts.Keep("the last")));
    }

    [Fact]
    public void The_oldest_give_way_when_there_are_too_many()
    {
        var time = new FakeTimeProvider();
        var texts = new PastedTexts(time);
        var keys = new List<string>();
        for (var i = 0; i <= PastedTexts.MaxTexts; i++)
        {
            keys.Add(texts.Keep($"text {i}"));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(texts.Find(keys[0]));
        Assert.Equal($"text {PastedTexts.MaxTexts}", texts.Find(keys[^1]));
        Assert.InRange(keys.Count(k => texts.Find(k) is not null), PastedTexts.MaxTexts / 2, PastedTexts.MaxTexts);
    }

    [Fact]
    public async Task A_search_with_a_pasted_text_has_an_address()
    {
        using var server = Server.With(("disk.md", "# Disk full\n\n## Causes\n\n- **Old shards.**\n\n## Remediation\n\n1. Delete them.\n"));
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("q", "ERROR one\r\ndisk full on batch-01")]);
        var posted = new HtmlParser().ParseDocument(
            await (await client.PostAsync("/search", form, Cancellation)).Content.ReadAsStringAsync(Cancellation)
        );

        var address = posted.GetElementById("results")!.GetAttribute("data-address")!;
        var again = new HtmlParser().ParseDocument(await client.GetStringAsync(address, Cancellation));

        Assert.Equal("ERROR one\ndisk full on batch-01", again.QuerySelector("textarea")!.TextContent);
        Assert.Equal(posted.QuerySelector("h2.cause")!.TextContent, again.QuerySelector("h2.cause")!.TextContent);
        var gone = await client.GetAsync("/search?paste=0123456789abcdef0123", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("Paste it again", await gone.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_stack_trace_is_pasted_and_what_failed_is_searched()
    {
        using var server = Server.With(("disk.md", "# Disk full\n\n## Causes\n\n- **Old shards.**\n\n## Remediation\n\n1. Delete them.\n"));
        using var client = server.Client();
        const string Failure = "ERROR one: disk full on batch-01";
        var trace = $"{Failure}\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"    at com.example.Load{i}.run()\n"))}";
        Assert.InRange(trace.Length, 5_000, LongPaste.MaxCharacters);
        async Task<(HttpStatusCode, AngleSharp.Html.Dom.IHtmlDocument)> Post(string text)
        {
            using var form = new FormUrlEncodedContent([new("q", text)]);
            using var answer = await client.PostAsync("/search", form, Cancellation);
            return (answer.StatusCode, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation)));
        }

        var (status, page) = await Post(trace);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Failure, page.QuerySelector("textarea")!.TextContent);
        Assert.Contains($"The text has {trace.Length} characters", page.GetElementById("q-message")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Old shards.", page.QuerySelector("h2.cause")!.TextContent.Trim());
        (status, page) = await Post(new string('a', LongPaste.MaxCharacters + 1));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("16384 are allowed", page.GetElementById("q-message")!.TextContent, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
