using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Embeddings;

namespace Knowledge.Tests.Api.Live.Embeddings;

public sealed class LearnedVectorsTests
{
    [Fact]
    public async Task A_phrase_is_embedded_once_by_each_model()
    {
        using var generator = new WordsGenerator();
        var model = new EmbeddingModel("words", EmbedderKind.Encoder, generator, generator, FusionWeights.Encoder, "words", 48);
        var vectors = new LearnedVectors();
        var first = SearchPhrases.Of([HelpfulVote("charts are blank"), HelpfulVote("telly is dark")], default);

        Assert.True(vectors.Follow(first, t => t, BuiltInTable.Value));
        Assert.False(vectors.Follow(first, t => t, BuiltInTable.Value));
        Assert.Equal(2, vectors.OfTable!.Count);
        Assert.Null(vectors.Of(model));
        await vectors.EmbedAsync(model, TestContext.Current.CancellationToken);
        Assert.Equal(2, vectors.Of(model)!.Count);

        Assert.True(
            vectors.Follow(
                SearchPhrases.Of([HelpfulVote("charts are blank"), HelpfulVote("login broken")], default),
                t => t,
                BuiltInTable.Value
            )
        );
        await vectors.EmbedAsync(model, TestContext.Current.CancellationToken);

        Assert.Equal(["charts are blank", "telly is dark", "login broken"], generator.Asked);
        Assert.Equal(["charts are blank", "login broken"], vectors.Of(model)!.Keys.Order());
        Assert.Equal(1, vectors.Of(model)!["login broken"].Cosine(new QueryVector(generator.VectorOf("login broken"))), 2);
    }

    [Fact]
    public async Task Of_phrases_that_are_followed_side_by_side_none_stand_for_others()
    {
        var vectors = new LearnedVectors();
        var older = SearchPhrases.Of([HelpfulVote("charts are blank")], default);
        var newer = SearchPhrases.Of([HelpfulVote("login broken")], default);
        using var isUnderWay = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var cancellation = TestContext.Current.CancellationToken;
        string Slow(string text)
        {
            isUnderWay.Set();
            go.Wait(cancellation);
            return text;
        }

        var first = Task.Run(() => vectors.Follow(older, Slow, BuiltInTable.Value), cancellation);
        isUnderWay.Wait(cancellation);
        var second = Task.Run(() => vectors.Follow(newer, t => t, BuiltInTable.Value), cancellation);
        // It is done meanwhile, or waits.
        await Task.WhenAny(second, Task.Delay(200, cancellation));
        go.Set();
        await Task.WhenAll(first, second);
        vectors.Follow(newer, t => t, BuiltInTable.Value);

        Assert.Equal(["login broken"], vectors.OfTable!.Keys);
    }

    [Fact]
    public async Task A_page_is_as_near_as_the_nearest_of_its_phrases()
    {
        using var fixture = new Fixture();
        fixture
            .With("panel.md", "# Panel shows no data\n\nRestart the collector.\n")
            .With("login.md", "# Login fails\n\nRestart the identity service.\n");
        var knowledge = fixture.Build();
        using var generator = new WordsGenerator();
        var passages = await PassageEmbedding.Embed(knowledge.Index, generator, cancellation: TestContext.Current.CancellationToken);
        var learned = LearnedPhrases.Of(SearchPhrases.Of([HelpfulVote("charts are blank")], default), knowledge.Index);
        // Other words that mean the same.
        var query = new QueryVector(generator.VectorOf("charts are blank"));
        var phrases = new Dictionary<string, PhraseVector>
        {
            ["charts are blank"] = PhraseVector.Of(generator.VectorOf("charts are blank"))!,
        };

        var without = knowledge.Search(new("graphs empty"), default, new QueryEmbedding(passages, query, FusionWeights.Encoder));
        var with = knowledge.Search(
            new("graphs empty"),
            default,
            new QueryEmbedding(passages, query, FusionWeights.Encoder, phrases),
            learned: learned
        );

        Assert.Equal("panel", with.Hits[0].DocumentId);
        Assert.True(
            with.Hits[0].Score > (without.Hits.FirstOrDefault(h => h.DocumentId == "panel")?.Score ?? 0)
                || without.Hits[0].DocumentId == "panel"
        );
        Assert.Equal(
            1,
            new QueryEmbedding(passages, query, FusionWeights.Encoder, phrases).Scan(knowledge.Index, null, learned).Best[0].Best,
            2
        );
    }

    private static Feedback HelpfulVote(string query) => new(query, "panel", true, "ann", default);
}
