using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Tests.Indexer.Embeddings.Table;

public sealed class TableVocabularyTests
{
    private static readonly TableVocabulary Vocabulary = new([
        "disk",
        "full",
        "##full",
        "dash",
        "##board",
        "##s",
        "sharepoint",
        "http",
        "server",
        "v",
        "##m",
        "2",
        "##2",
        "cafe",
        "disk2",
    ]);

    [Theory]
    [InlineData("Disk full!", "disk full")]
    [InlineData("dashboards", "dash ##board ##s")]
    // The longest entry counts, also a frequent whole word.
    [InlineData("disk2s", "disk2 ##s")]
    // A name is cut at its capitals, unless all of it is known.
    [InlineData("diskFull HTTPServer disk_full", "disk full http server disk full")]
    [InlineData("SharePoint VMs", "sharepoint v ##m ##s")]
    [InlineData("CAFÉ cafe\u0301", "cafe cafe")]
    // What has no entry is passed by, and nothing with it.
    [InlineData("x disk 日本 ß \ud800 zzqx", "disk")]
    [InlineData("", "")]
    public void A_word_becomes_the_longest_entries(string text, string expected)
    {
        var rows = new List<int>();
        Vocabulary.AddRows(text, rows);
        Assert.Equal(expected, string.Join(' ', rows.Select(row => Vocabulary.Entries[row])));
    }

    [Fact]
    public void A_very_long_word_is_cut()
    {
        var words = new WordEnumerator(new string('a', 1000) + " b", new char[WordEnumerator.MaxWordCharacters]);
        Assert.True(words.MoveNext());
        Assert.Equal(WordEnumerator.MaxWordCharacters, words.Current.Length);
        Assert.True(words.MoveNext());
        Assert.Equal("b", words.Current);
        Assert.False(words.MoveNext());
    }
}
