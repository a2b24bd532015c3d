using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class SearchCommandTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With("disk.md", "# Disk full\n\nThe charts show no data.\n")
        .With("other.md", "# Other\n\nThe disk is well.\n");

    public void Dispose() => content.Dispose();

    [Fact]
    public async Task Explain_says_for_each_hit_how_its_score_came_about()
    {
        var (exit, json, _) = await Kb.Run("search", "--content", content.Directory, "--explain", "-o", "json", "disk", "full");
        using var response = JsonDocument.Parse(json);
        var hits = response.RootElement.GetProperty("hits").EnumerateArray().ToList();
        Assert.Equal((0, 2), (exit, hits.Count));
        Assert.All(
            hits,
            h =>
                Assert.Equal(
                    h.GetProperty("score").GetDouble(),
                    h.GetProperty("explanation").EnumerateArray().Sum(e => e.GetProperty("score").GetDouble()),
                    0.001
                )
        );

        var (_, table, _) = await Kb.Run("search", "--content", content.Directory, "--explain", "disk", "full");
        Assert.Contains("term: disk", table, StringComparison.Ordinal);
        Assert.Contains("passage", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reranker_adds_to_the_scores_and_one_that_cannot_be_used_is_one_line()
    {
        using var model = new TinyModel().ForPairs();
        string[] search = ["search", "--content", content.Directory, "--embedder", "table", "--explain", "disk", "full"];
        Assert.DoesNotContain("reranker", (await Kb.Run(search)).Output, StringComparison.Ordinal);
        var (exit, table, _) = await Kb.Run([.. search, "--reranker", model.Root]);
        Assert.Equal(0, exit);
        Assert.Contains("reranker", table, StringComparison.Ordinal);
        Assert.Equal(table, (await Kb.RunWith([("KB_RERANKER", model.Root)], search)).Output);

        await AssertRefused("config.json: file: is missing", content.Directory);
        await AssertRefused("config.json: file: is missing", "nowhere");
        model.Config["id2label"] = new JsonObject { ["0"] = "no", ["1"] = "yes" };
        model.Save();
        await AssertRefused("config.json: id2label: 2 outputs are not supported, only one", model.Root);

        async Task AssertRefused(string why, string directory)
        {
            var (code, output, error) = await Kb.Run([.. search, "--reranker", directory]);
            Assert.Equal((2, "", $"kb: --reranker: {directory}: {why}{Environment.NewLine}"), (code, output, error));
        }
    }

    [Fact]
    public async Task Without_the_thesaurus_there_are_no_synonyms()
    {
        var (_, with, _) = await Kb.Run("search", "--content", content.Directory, "-o", "json", "blank");
        var (_, without, _) = await Kb.Run("search", "--content", content.Directory, "-o", "json", "--no-thesaurus", "blank");

        Assert.Contains("synonym: ", with, StringComparison.Ordinal);
        Assert.DoesNotContain("synonym: ", without, StringComparison.Ordinal);
        Assert.DoesNotContain("explanation", with, StringComparison.Ordinal);
    }
}
