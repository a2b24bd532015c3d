using System.Net;
using Knowledge.Tests.Indexer;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>An empty mount deletes nothing.</summary>
public sealed class HeldSourceTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public HeldSourceTests()
    {
        for (var i = 0; i < 32; i++)
            content.Write($"page-{i:00}.md", $"# Page {i}\n\nbrimstone number{i}\n");
    }

    public void Dispose() => content.Dispose();

    [Fact]
    public async Task Nothing_is_deleted_until_somebody_accepts_it()
    {
        KeepHistory(content);
        await using var live = await Start(content);
        Assert.Equal(33, live.Current.Documents.Count);

        content.Shell("cd ..; mv content gone; mkdir content; cp gone/witness.md content");
        await Until(() => live.LostPages.GetValueOrDefault("s") == 32);

        Assert.Equal(33, live.Current.Documents.Count);
        Assert.Contains(live.Degraded, d => d.Contains("lost 32 pages", StringComparison.Ordinal));
        Assert.True(live.CheckReadiness().IsReady);
        Assert.DoesNotContain(HistoryOf(content), h => h.EndsWith("deleted", StringComparison.Ordinal));
        Assert.Null(live.AcceptDeletions("other"));

        Assert.Equal(32, live.AcceptDeletions("s"));
        await Until(() => live.Current.Documents.Count == 1);
        await Until(() => HistoryOf(content).Count(h => h.EndsWith("deleted", StringComparison.Ordinal)) == 32);
        await Until(() => live.Degraded.Count == 0);
        Assert.Null(live.AcceptDeletions("s"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nor_at_a_start_with_or_without_a_snapshot(bool hasSnapshot)
    {
        KeepHistory(content);
        await using (await Start(content)) { }
        content.Shell("rm page-*");
        if (!hasSnapshot)
            File.Delete(Path.Combine(DataOf(content), "index.snapshot"));

        await using (var live = await Start(content))
        {
            await Until(() => live.LostPages.Count > 0);
            Assert.Equal(33, live.Current.Documents.Count);
            Assert.Equal("page-07", Find(live, "number7"));
        }
        Assert.DoesNotContain(HistoryOf(content), h => h.EndsWith("deleted", StringComparison.Ordinal));

        await using var again = await Start(content);
        content.Shell("for i in $(seq 0 31); do printf '# Page %s\\n\\nbrimstone back%s\\n' $i $i > page-$(printf %02d $i).md; done");
        await Until(() => again.LostPages.Count == 0 && Find(again, "back31") == "page-31");
        Assert.DoesNotContain(HistoryOf(content), h => h.EndsWith("deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Over_http_there_is_nothing_to_accept_where_nothing_is_lost()
    {
        using var server = Server.With(("a.md", "# A\n\nwords\n"));
        using var client = server.Client();

        using var answer = await client.PostAsync("/api/sources/runbooks/accept-deletions", null, TestContext.Current.CancellationToken);
        using var form = await client.PostAsync("/status/runbooks/accept-deletions", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
    }
}
