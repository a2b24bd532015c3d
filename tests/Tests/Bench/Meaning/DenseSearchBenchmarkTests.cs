using Knowledge.Bench.Corpus;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Bench.Meaning;

public class DenseSearchBenchmarkTests
{
    private static readonly string[] Subjects = ["disk", "panel", "network", "certificate", "password", "airplane", "kitchen", "garden"];

    private static readonly LexicalIndex Index = LexicalIndex.Build(
        IndexedDocuments.Of(
            Enumerable
                .Range(0, 80)
                .Select(i => Section.Of(i / 10, i % 10, $"Title {i / 10}", $"Heading {i}", $"The {Subjects[i / 10]} number {i}."))
        )
    );

    private static readonly PassageVectors Vectors = PassageEmbedding.Of(Index, BuiltInTable.Value, threads: 1);

    private static List<string> Hybrid(string words, int signsFrom) =>
        DenseSearchBenchmark.Hybrid(
            Index,
            Vectors,
            FusionWeights.Table,
            words,
            QueryVector.Of(BuiltInTable.Value.Embed(words, [])),
            signsFrom
        );

    [Fact]
    public void A_document_without_any_word_of_the_query_is_found() => Assert.Equal("000005", Hybrid("jet flight", int.MaxValue)[0]);

    [Fact]
    public void What_sign_bits_choose_is_compared_as_all_is() =>
        Assert.Equal(Hybrid("airplane", int.MaxValue)[0], Hybrid("airplane", signsFrom: 1)[0]);

    [Fact]
    public void A_query_that_means_nothing_goes_by_its_words() =>
        Assert.Equal("000002", DenseSearchBenchmark.Hybrid(Index, Vectors, FusionWeights.Table, "network", null, int.MaxValue)[0]);
}
