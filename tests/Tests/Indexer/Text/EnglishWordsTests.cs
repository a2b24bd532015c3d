using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class EnglishWordsTests
{
    [Fact]
    public void The_more_frequent_a_word_is_the_less_it_may_count()
    {
        string[] words = ["the", "three", "ago", "nobody"];
        var most = words.Select(EnglishWords.MaxIdf).ToList();

        Assert.Equal(most.Order(), most);
        Assert.Equal(0, most[0]);
        Assert.InRange(most[1], 0.5f, 2);
        Assert.InRange(most[3], 4, 6);
    }

    [Theory]
    [InlineData("enospc")]
    [InlineData("kubelet")]
    [InlineData("Three")] // Only lower case is looked up.
    [InlineData("")]
    public void Other_words_have_no_limit(string word) => Assert.Equal(float.PositiveInfinity, EnglishWords.MaxIdf(word));
}
