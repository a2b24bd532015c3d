using Knowledge.Bench.Embedding;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Tests.Bench.Embedding;

public class TableTextsTests
{
    [Fact]
    public void A_text_of_so_many_tokens_takes_so_many_rows()
    {
        var vocabulary = BuiltInTable.Value.Vocabulary;
        var texts = new TableTexts(vocabulary.Entries, new(1));
        var rows = new List<int>();
        vocabulary.AddRows(texts.Of(EmbeddingBenchmark.PassageTokens), rows);
        Assert.Equal(EmbeddingBenchmark.PassageTokens, rows.Count);
    }
}
