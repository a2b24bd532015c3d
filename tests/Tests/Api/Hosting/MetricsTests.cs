namespace Knowledge.Tests.Api.Hosting;

public sealed class MetricsTests
{
    [Fact]
    public async Task Tells_of_searches_documents_gaps_and_requests()
    {
        using var server = Server.With(
            ("disk-full.md", "# Disk full\n\n## Symptoms\n\n- no space left on device\n\n## Remediation\n\n1. Delete old files.\n")
        );
        using var client = server.Client();
        var cancellation = TestContext.Current.CancellationToken;
        await client.GetAsync("/api/search?q=disk+full", cancellation);
        await client.GetAsync("/api/absent", cancellation);
        var answer = await client.GetAsync("/metrics", cancellation);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.All(
            [
                "kb_search_duration_seconds_count 1",
                "kb_index_documents 1",
                "kb_http_requests_total{code_class=\"4xx\"} 1",
                "kb_store_degraded 0",
                "kb_search_total{confidence=",
                "kb_index_last_success_timestamp_seconds ",
                "kb_index_last_change_duration_seconds ",
                "kb_gaps_recorded_total ",
                "kb_ingests_total ",
                "kb_disk_free_bytes ",
                "kb_build_info{version=",
            ],
            line => Assert.Contains("\n" + line, text, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("disk full", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sources")]
    [InlineData("snapshot")]
    [InlineData("store")]
    [InlineData("inbox")]
    [InlineData("alerts")]
    [InlineData("history")]
    [InlineData("debt")]
    public async Task Tells_of_every_loop_that_runs_how_often_it_failed_and_when_it_last_did_not(string loop)
    {
        using var server = Server.With(("disk-full.md", "# Disk full\n\nno space left on device\n"));
        using var client = server.Client();

        var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Contains($"\nkb_background_failures_total{{loop=\"{loop}\"}} 0\n", text, StringComparison.Ordinal);
        Assert.Contains($"\nkb_background_seconds_since_success{{loop=\"{loop}\"}} ", text, StringComparison.Ordinal);
        // Nobody is to be told and no encoder was asked for: what does not run has nothing to succeed at.
        Assert.DoesNotContain("loop=\"notifications\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("loop=\"embeddings\"", text, StringComparison.Ordinal);
    }
}
