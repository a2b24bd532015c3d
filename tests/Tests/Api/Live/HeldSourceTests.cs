using System.Net;
using Knowledge.Api.Live;
using Knowledge.Tests.Api.Backups;
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

    private Task<(int Code, string Output, string Error)> Confirm(string source) =>
        BackedUpDirectory.Run("source", "confirm", source, "--data", DataOf(content));

    [Fact]
    public async Task An_operator_confirms_it_at_the_data_directory_of_the_running_server()
    {
        var without = await Confirm("s");
        Assert.Equal(3, without.Code);
        Assert.Contains("no server runs", without.Error, StringComparison.Ordinal);

        await using (var live = await Start(content))
        {
            var nothing = await Confirm("s");
            Assert.Equal((4, ""), (nothing.Code, nothing.Output));
            Assert.Contains("has lost no pages", nothing.Error, StringComparison.Ordinal);

            content.Shell("cd ..; mv content gone; mkdir content; cp gone/witness.md content");
            await Until(() => live.LostPages.GetValueOrDefault("s") == 32);
            Assert.Equal(4, (await Confirm("other")).Code);
            Assert.Equal(33, live.Current.Documents.Count);
        }
        // Held over the restart, and what was asked in vain has confirmed nothing.
        await using var again = await Start(content);
        await Until(() => again.LostPages.GetValueOrDefault("s") == 32);
        Assert.Equal(33, again.Current.Documents.Count);

        var confirmed = await Confirm("s");

        Assert.Equal((0, ""), (confirmed.Code, confirmed.Error));
        Assert.Contains("32 pages of s", confirmed.Output, StringComparison.Ordinal);
        await Until(() => again.Current.Documents.Count == 1);
        Assert.Empty(Directory.GetFiles(DataOf(content), "source-confirm*"));
    }

    [Fact]
    public async Task A_question_that_a_server_before_did_not_answer_confirms_nothing()
    {
        await using (await Start(content)) { }
        new SourceConfirmation(DataOf(content)).Ask("s");
        content.Shell("rm page-*");
        await using var live = await Start(content);
        await Until(() => live.LostPages.GetValueOrDefault("s") == 32);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(33, live.Current.Documents.Count);
        Assert.Empty(Directory.GetFiles(DataOf(content), "source-confirm*"));
    }
}
