using Knowledge.Api.Live;
using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live.Embeddings;

public sealed class LiveEmbeddingsTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly TinyModel model = new();

    public LiveEmbeddingsTests() => content.Write("panel.md", "# Panel\n\nThe grid displays nothing.\n");

    public void Dispose()
    {
        content.Dispose();
        model.Dispose();
    }

    private async Task<LiveKnowledge> Start(EmbedderSettings settings, string? reranker = null)
    {
        var live = new LiveKnowledge(
            new([new("s", content.Root)], DataOf(content))
            {
                PollInterval = TimeSpan.FromMilliseconds(50),
                Embedder = settings,
                Reranker = reranker,
            },
            Loops(),
            TimeProvider.System,
            NullLogger<LiveKnowledge>.Instance
        );
        await live.StartAsync(TestContext.Current.CancellationToken);
        return live;
    }

    private static async Task<SearchResponse> Search(LiveKnowledge live, string query, bool preview = false) =>
        await live.SearchAsync(new(query, Preview: preview, Explain: true), TestContext.Current.CancellationToken);

    private static bool IsCompared(SearchResponse response, string document) =>
        response
            .Hits.FirstOrDefault(h => h.DocumentId == document)
            ?.Explanation?.Any(e => e.Of == "meaning" && !e.Why.StartsWith("cosine 0.000, mean 0.000", StringComparison.Ordinal)) == true;

    [Fact]
    public async Task The_built_in_table_is_there_at_once_and_follows_changes()
    {
        await using var live = await Start(new(EmbedderSettings.Table));
        Assert.Equal((EmbedderSettings.Table, EmbedderSettings.Table, 0), (live.Embedding.Table, live.Embedding.InUse, live.Embedding.Of));
        // No word of it stands on the page.
        var response = await Search(live, "table shows empty rows");
        Assert.Equal("panel", response.Hits[0].DocumentId);
        Assert.True(IsCompared(response, "panel"));
        Assert.Null(response.Degraded);

        content.Write("new.md", "# Aircraft\n\nThe airplane landed.\n");
        await Until(() => live.Current.Documents.Count == 3);
        await Until(() => IsCompared(Search(live, "jet flight").Result, "new"));
    }

    [Fact]
    public async Task What_nobody_expected_while_loading_is_said_tried_again_and_closes_without_a_throw()
    {
        var (time, tries) = (new WatchedTime(), 0);
        var loading = new EmbedderLoading(
            new("some-encoder"),
            DataOf(content),
            NullLogger.Instance,
            (_, _, _) => ++tries == 1 ? throw new InvalidOperationException() : throw new InvalidDataException("It is broken.")
        );
        var embeddings = new LiveEmbeddings(loading, Loops(time), time, NullLogger.Instance);
        embeddings.Start();
        await Until(() => tries == 1 && time.Waiting == 1);
        Assert.Equal(
            "The embedder some-encoder cannot be loaded (an error inside Knowledge; the log has more); "
                + "the built-in table is used, and it is tried again.",
            Assert.Single(embeddings.Degraded)
        );

        // The wait is spread by a quarter.
        time.Advance(TimeSpan.FromSeconds(3.7));
        Assert.Equal(1, tries);
        time.Advance(TimeSpan.FromSeconds(2.6));
        await Until(() => tries == 2 && time.Waiting == 1);
        Assert.StartsWith(
            "The embedder some-encoder cannot be used (It is broken.)",
            Assert.Single(embeddings.Degraded),
            StringComparison.Ordinal
        );

        // Files do not mend themselves.
        time.Advance(TimeSpan.FromHours(1));
        await Until(() => time.Waiting == 1);
        Assert.Equal(2, tries);
        await embeddings.DisposeAsync();
    }

    [Fact]
    public async Task With_none_no_meaning_is_compared()
    {
        await using var live = await Start(new(EmbedderSettings.None));
        var hits = (await Search(live, "panel displays nothing")).Hits;
        Assert.Equal("panel", hits[0].DocumentId);
        Assert.All(hits, h => Assert.DoesNotContain(h.Explanation!, e => e.Of == "meaning"));
        Assert.Equal((EmbedderSettings.None, 0L), (live.Embedding.InUse, live.Embedding.MemoryBytes));
    }

    [Fact]
    public async Task An_encoder_takes_over_when_it_has_all_and_what_it_made_is_kept()
    {
        await using (var live = await Start(new(model.Root)))
        {
            await Until(() => live.Embedding.IsComplete);
            Assert.Equal(Path.GetFileName(model.Root), live.Embedding.InUse);
            var response = await Search(live, "panel no data");
            Assert.NotEqual(FusionWeights.Table.Dense, Assert.Single(response.Hits[0].Explanation!, e => e.Of == "meaning").Weight);
            Assert.Null(response.Degraded);
            // Who is typing does not wait.
            Assert.Equal(
                FusionWeights.Table.Dense,
                Assert.Single((await Search(live, "panel no data", preview: true)).Hits[0].Explanation!, e => e.Of == "meaning").Weight
            );

            content.Write("new.md", "# Disk\n\nfull panel\n");
            await Until(() => live.Current.Documents.Count == 3);
            await Until(() => IsCompared(Search(live, "panel").Result, "new"));
        }
        var cache = Assert.Single(Directory.GetFiles(Path.Combine(DataOf(content), "vectors"), "*.vectors"));
        var length = new FileInfo(cache).Length;
        await using (var again = await Start(new(model.Root)))
            await Until(() => again.Embedding.IsComplete);
        Assert.Equal(length, new FileInfo(cache).Length);
    }

    [Fact]
    public async Task A_query_that_gets_no_vector_in_time_goes_by_the_table_and_says_so()
    {
        await using var live = await Start(new(model.Root) { QueryDeadline = TimeSpan.Zero });
        await Until(() => live.Embedding.IsComplete);
        var response = await Search(live, "table shows empty rows");
        Assert.Equal("panel", response.Hits[0].DocumentId);
        Assert.Equal(FusionWeights.Table.Dense, Assert.Single(response.Hits[0].Explanation!, e => e.Of == "meaning").Weight);
        Assert.Contains("took more than 0 ms", Assert.Single(response.Degraded!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encoder_that_cannot_be_used_leaves_the_table_and_is_named_with_file_and_field()
    {
        model.Config["hidden_act"] = "relu";
        model.Save();
        await using var live = await Start(new(model.Root));
        await Until(() => live.Degraded.Count > 0);
        var response = await Search(live, "table shows empty rows");
        Assert.Equal("panel", response.Hits[0].DocumentId);
        Assert.Contains("config.json: hidden_act", Assert.Single(response.Degraded!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_encoder_follows_the_table_and_is_there_again_after_a_restart()
    {
        QueryAdapterTests.AddTo(model);
        EmbedderSettings settings = new() { BuiltInDirectory = model.Root, QueryDeadline = TimeSpan.FromSeconds(15) };
        await using (var live = await Start(settings))
        {
            Assert.Equal(EmbedderSettings.Table, live.Embedding.Table);
            await Until(() => live.Embedding.IsComplete);
            Assert.Equal(
                (EmbedderSettings.BuiltIn, "all-MiniLM-L6-v2", 0),
                (live.Embedding.Wanted, live.Embedding.InUse, live.Embedding.Problems.Count)
            );
            var response = await Search(live, "panel no data");
            Assert.NotEqual(FusionWeights.Table.Dense, Assert.Single(response.Hits[0].Explanation!, e => e.Of == "meaning").Weight);
        }
        await using var again = await Start(settings);
        await Until(() => again.Embedding.IsComplete);
        Assert.Single(Directory.GetFiles(Path.Combine(DataOf(content), "vectors"), "*.vectors"));
    }

    [Fact]
    public async Task A_build_without_the_encoder_has_the_table_and_says_so_once_in_the_log()
    {
        var logger = new FakeLogger();
        var loading = new EmbedderLoading(new() { BuiltInDirectory = content.Outside }, DataOf(content), logger);
        await using var embeddings = new LiveEmbeddings(loading, Loops(), TimeProvider.System, logger);
        embeddings.Start();
        embeddings.Follow(LexicalIndex.Empty);
        embeddings.Follow(LexicalIndex.Empty);
        Assert.Equal((EmbedderSettings.Table, 0), (embeddings.Status.InUse, embeddings.Status.Problems.Count));
        Assert.Equal(BuiltInEncoder.Absent, Assert.Single(logger.Messages));
    }

    private sealed class FakeLogger : ILogger
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Messages.Add(formatter(state, exception));
    }

    [Fact]
    public async Task A_damaged_built_in_encoder_leaves_the_table_and_is_named_with_file_and_field()
    {
        model.WriteWeights("{", []);
        await using var live = await Start(new() { BuiltInDirectory = model.Root });
        await Until(() => live.Degraded.Count > 0);
        Assert.Equal(EmbedderSettings.Table, live.Embedding.InUse);
        Assert.Contains("model.safetensors: header", Assert.Single(live.Degraded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_in_encoder_without_what_reads_questions_is_used_and_says_so_once_in_the_log()
    {
        var logger = new FakeLogger();
        var loading = new EmbedderLoading(new() { BuiltInDirectory = model.Root }, DataOf(content), logger);
        await using var embeddings = new LiveEmbeddings(loading, Loops(), TimeProvider.System, logger);
        embeddings.Start();
        embeddings.Follow(LexicalIndex.Empty);
        await Until(() => embeddings.Degraded.Count > 0 && logger.Messages.Contains(BuiltInEncoder.WithoutQueries));
        Assert.Equal(BuiltInEncoder.WithoutQueries, Assert.Single(embeddings.Degraded));
        Assert.Single(logger.Messages, BuiltInEncoder.WithoutQueries);
    }

    [Theory]
    [InlineData(TinyModel.Weights)]
    [InlineData(QueryAdapter.FileName)]
    public async Task Damaged_files_that_are_mended_are_loaded_without_a_restart(string damaged)
    {
        QueryAdapterTests.AddTo(model);
        var (time, logger, path) = (new WatchedTime(), new FakeLogger(), Path.Combine(model.Root, damaged));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..^8], TestContext.Current.CancellationToken);
        var loading = new EmbedderLoading(new(model.Root), DataOf(content), logger);
        await using var embeddings = new LiveEmbeddings(loading, Loops(time), time, logger);
        embeddings.Start();
        await Until(() => embeddings.Degraded.Count == 1 && time.Waiting == 1);
        Assert.Contains(damaged, embeddings.Degraded[0], StringComparison.Ordinal);
        // As long as they are the same they are not read again.
        for (var minutes = 0; minutes < 3; minutes++)
        {
            time.Advance(TimeSpan.FromMinutes(2));
            await Until(() => time.Waiting == 1);
        }
        Assert.Single(logger.Messages, m => m.Contains(damaged, StringComparison.Ordinal));

        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(2));

        await Until(() => embeddings.Degraded.Count == 0);
        Assert.Single(logger.Messages, m => m.Contains(damaged, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reranker_orders_the_hits_and_not_those_of_who_is_typing()
    {
        content.Write("disk.md", "# Disk\n\nThe panel is full.\n");
        using var pairs = new TinyModel().ForPairs();
        await using var live = await Start(new(EmbedderSettings.Table), pairs.Root);
        // Another test may keep the cores busy for longer than its 50 ms.
        await Until(() => IsReranked(Search(live, "panel full").Result));
        Assert.False(IsReranked(await Search(live, "panel full", preview: true)));

        static bool IsReranked(SearchResponse response) =>
            response.Degraded is null && response.Hits.Count == 2 && response.Hits.All(h => h.Explanation!.Any(e => e.Of == "reranker"));
    }

    [Fact]
    public async Task Vectors_of_the_table_outlive_a_restart()
    {
        SearchResponse before;
        await using (var live = await Start(new(EmbedderSettings.Table)))
            before = await Search(live, "table shows empty rows");
        await using var again = await Start(new(EmbedderSettings.Table));
        Assert.Equal(
            before.Hits.Select(h => (h.DocumentId, h.Score)),
            (await Search(again, "table shows empty rows")).Hits.Select(h => (h.DocumentId, h.Score))
        );
    }
}
