using System.Text.Json;

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
    public async Task Without_the_thesaurus_there_are_no_synonyms()
    {
        var (_, with, _) = await Kb.Run("search", "--content", content.Directory, "-o", "json", "blank");
        var (_, without, _) = await Kb.Run("search", "--content", content.Directory, "-o", "json", "--no-thesaurus", "blank");

        Assert.Contains("synonym: ", with, StringComparison.Ordinal);
        Assert.DoesNotContain("synonym: ", without, StringComparison.Ordinal);
        Assert.DoesNotContain("explanation", with, StringComparison.Ordinal);
    }
}
