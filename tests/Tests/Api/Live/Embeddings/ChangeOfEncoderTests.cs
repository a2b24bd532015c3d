using System.Text.Json;
using Knowledge.Api.Live;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Indexer;
using Knowledge.Tests.Indexer.Embeddings;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live.Embeddings;

public sealed class ChangeOfEncoderTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly TinyModel model = new();

    public ChangeOfEncoderTests() => content.Write("panel.md", "# Panel\n\nno data\n");

    private string Name => Path.GetFileName(model.Root);

    private string Memory => Path.Combine(DataOf(content), "vectors", "last-embedder.json");

    public void Dispose()
    {
        content.Dispose();
        model.Dispose();
    }

    private async Task<LiveKnowledge> Start(EmbedderSettings settings)
    {
        // A query of a test that runs beside others may take longer than one of a person should.
        var embedder = settings with
        {
            QueryDeadline = TimeSpan.FromSeconds(10),
        };
        var live = new LiveKnowledge(
            new([new("s", content.Root)], DataOf(content)) { PollInterval = TimeSpan.FromMilliseconds(50), Embedder = embedder },
            Loops(),
            TimeProvider.System,
            NullLogger<LiveKnowledge>.Instance
        );
        await live.StartAsync(TestContext.Current.CancellationToken);
        return live;
    }

    private async Task RunOnce(EmbedderSettings settings)
    {
        await using var live = await Start(settings);
        await Until(() => live.Embedding.IsComplete);
        await Until(() => File.Exists(Memory));
    }

    private static async Task<double> WeightOf(LiveKnowledge live) =>
        Assert
            .Single(
                (await live.SearchAsync(new("panel", Explain: true), TestContext.Current.CancellationToken))
                    .Hits.First(h => h.DocumentId == "panel")
                    .Explanation!,
                e => e.Of == "meaning"
            )
            .Weight;

    /// <summary>An endpoint that says how long its vectors are, and embeds passages only when it may.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly TaskCompletionSource allowed = new();
        private LocalHttp server = null!;

        public string Root => server.Root;

        /// <summary>Requests that came with a key.</summary>
        public int Keys { get; private set; }

        public bool IsDown { get; set; }

        public bool IsAskedForPassages { get; private set; }

        public static async Task<Service> Start(bool isFree = false)
        {
            var service = new Service();
            if (isFree)
                service.Allow();
            service.server = await LocalHttp.Start(service.Answer);
            return service;
        }

        public void Allow() => allowed.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Allow();
            await server.DisposeAsync();
        }

        private async Task Answer(HttpContext http)
        {
            if (http.Request.Headers.Authorization.Count > 0)
                Keys++;
            var texts = (await JsonDocument.ParseAsync(http.Request.Body))
                .RootElement.GetProperty("input")
                .EnumerateArray()
                .Select(t => t.GetString()!)
                .ToList();
            http.Response.StatusCode = IsDown ? 503 : 200;
            if (texts[0] != "How long is a vector?")
            {
                IsAskedForPassages = true;
                if (!IsDown)
                    await allowed.Task.WaitAsync(http.RequestAborted);
            }
            await http.Response.WriteAsJsonAsync(
                new { data = texts.Select((text, i) => new { index = i, embedding = new[] { text.Length, 1.0, 0.5 } }) }
            );
        }
    }

    [Fact]
    public async Task Queries_go_by_the_encoder_before_until_the_new_one_has_all_and_at_once_when_it_comes_back()
    {
        await RunOnce(new(model.Root));
        await using var service = await Service.Start();
        await using (var live = await Start(new(service.Root)))
        {
            await Until(() => live.Embedding.InUse == Name);
            Assert.False(live.Embedding.IsComplete);
            Assert.NotEqual(FusionWeights.Table.Dense, await WeightOf(live));
            Assert.Empty(live.Embedding.Problems);
            // What changes meanwhile is found by its words.
            content.Write("new.md", "# Disk\n\nfull disk\n");
            await Until(() => live.Current.Documents.Count == 3);
            Assert.Contains((await live.SearchAsync(new("disk"), TestContext.Current.CancellationToken)).Hits, h => h.DocumentId == "new");
            service.Allow();
            await Until(() => live.Embedding.IsComplete);
            Assert.Equal("127.0.0.1", live.Embedding.InUse);
        }
        await Until(() => PreviousEmbedder.Read(Path.GetDirectoryName(Memory)!)?.Embedder == service.Root);

        File.Delete(Path.Combine(content.Root, "new.md"));
        await using var back = await Start(new(model.Root));
        await Until(() => back.Embedding.IsComplete);
        Assert.Equal((Name, 0), (back.Embedding.InUse, back.Embedding.Of));
    }

    [Fact]
    public async Task While_the_new_one_cannot_be_reached_queries_go_by_the_one_before_and_it_is_reported()
    {
        await RunOnce(new(model.Root));
        await using var service = await Service.Start();
        service.IsDown = true;
        await using var live = await Start(new(service.Root));
        await Until(() => live.Embedding.InUse == Name);
        Assert.Contains($"{Name}, the one before, is used", Assert.Single(live.Embedding.Problems), StringComparison.Ordinal);
        Assert.NotEqual(FusionWeights.Table.Dense, await WeightOf(live));
    }

    public enum Loss
    {
        Directory,
        OtherWeights,
        Vectors,
        DamagedMemory,
        OddMemory,
        TableBetween,
    }

    [Theory]
    [InlineData(Loss.Directory)]
    [InlineData(Loss.OtherWeights)]
    [InlineData(Loss.Vectors)]
    [InlineData(Loss.DamagedMemory)]
    [InlineData(Loss.OddMemory)]
    [InlineData(Loss.TableBetween)]
    public async Task Where_the_one_before_is_not_there_any_more_queries_go_by_the_table(Loss loss)
    {
        await RunOnce(new(model.Root));
        switch (loss)
        {
            case Loss.Directory:
                Directory.Move(model.Root, model.Root + ".moved");
                break;
            case Loss.OtherWeights:
                model.Tensors.Values.First().Numbers[0] += 1;
                model.Save();
                break;
            case Loss.Vectors:
                File.Delete(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Memory)!, "*.vectors")));
                break;
            case Loss.DamagedMemory:
                await File.WriteAllTextAsync(Memory, """{"embedder": "/somewh""", TestContext.Current.CancellationToken);
                break;
            case Loss.OddMemory:
                await File.WriteAllTextAsync(
                    Memory,
                    """{"embedder": "x", "identity": "y", "dimensions": -1}""",
                    TestContext.Current.CancellationToken
                );
                break;
            case Loss.TableBetween:
                await using (await Start(new(EmbedderSettings.Table)))
                    break;
        }
        try
        {
            await using var service = await Service.Start();
            await using var live = await Start(new(service.Root));
            // That comes after any earlier encoder.
            await Until(() => service.IsAskedForPassages);
            Assert.Equal(EmbedderSettings.Table, live.Embedding.InUse);
            Assert.Equal(FusionWeights.Table.Dense, await WeightOf(live));
            Assert.Empty(live.Embedding.Problems);
            service.Allow();
            await Until(() => live.Embedding.IsComplete);
        }
        finally
        {
            if (Directory.Exists(model.Root + ".moved"))
                Directory.Move(model.Root + ".moved", model.Root);
        }
    }

    [Fact]
    public async Task An_endpoint_can_be_the_one_before_and_gets_no_key_that_is_for_another()
    {
        await using var before = await Service.Start(isFree: true);
        await RunOnce(
            new(before.Root)
            {
                Model = "small",
                QueryPrefix = "query: ",
                Key = "secret-of-the-first",
            }
        );
        Assert.DoesNotContain(
            "secret",
            await File.ReadAllTextAsync(Memory, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        var keys = before.Keys;
        Assert.True(keys > 0);

        await using var after = await Service.Start();
        await using var live = await Start(new(after.Root) { Key = "secret-of-the-second" });
        await Until(() => live.Embedding.InUse == "small at 127.0.0.1");
        Assert.NotEqual(FusionWeights.Table.Dense, await WeightOf(live));
        Assert.Equal(keys, before.Keys);
    }

    [Fact]
    public async Task An_endpoint_before_that_cannot_be_reached_leaves_the_table()
    {
        await using (var before = await Service.Start(isFree: true))
            await RunOnce(new(before.Root));
        await using var live = await Start(new(model.Root));
        // It is asked again and again first, as each endpoint is.
        await Until(() => live.Embedding.IsComplete);
        Assert.Equal(Name, live.Embedding.InUse);
        Assert.Empty(live.Embedding.Problems);
    }

    [Theory]
    [InlineData("http://user:secret@localhost:1", false)]
    [InlineData("http://localhost:1/embeddings?key=secret", false)]
    [InlineData("http://localhost:1/embeddings?api-version=1&key=secret", false)]
    [InlineData("http://localhost:1/embeddings?api-version=1", true)]
    public void An_address_that_may_hold_a_key_is_not_written_down(string address, bool isRemembered)
    {
        var directory = Path.Combine(content.Outside, "vectors");
        var of = new EmbeddingModel("m", EmbedderKind.Endpoint, null!, null!, FusionWeights.Encoder, "identity", 3);
        PreviousEmbedder.Write(directory, PreviousEmbedder.Of(new(model.Root), of));
        PreviousEmbedder.Write(directory, PreviousEmbedder.Of(new(address) { Key = "secret" }, of));
        Assert.Equal(isRemembered ? address : null, PreviousEmbedder.Read(directory)?.Embedder);
        Assert.All(
            Directory.GetFiles(directory),
            file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal)
        );
    }
}
